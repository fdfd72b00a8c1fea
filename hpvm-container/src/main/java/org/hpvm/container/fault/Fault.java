package org.hpvm.container.fault;

import java.util.Locale;

/**
 * Something that goes wrong once, at a step of the commit.
 *
 * @param agent the number of the agent to which it happens
 * @param nth which time that the agent comes to the step, from 1
 */
public record Fault(Step step, Action action, long agent, int nth) {
    private static final int FIELDS = 4;

    /** Where an agent is between a task's end and the server's answer. */
    public enum Step {
        BEFORE_FLUSH,
        AFTER_FLUSH,
        BEFORE_REPORT,
        AFTER_REPORT
    }

    /** What happens there. */
    public enum Action {
        /** The process is gone, as by a power cut. */
        DIE,
        /** The call fails. */
        FAIL,
        /** The answer is lost: the same call is made once more. */
        REPEAT
    }

    public Fault {
        if (agent < 1 || nth < 1) {
            throw new IllegalArgumentException("agents and times count from 1: " + agent + ", " + nth);
        }
    }

    /** Reads {@code after-flush:die:1:2}: the second time that agent 1 has flushed, it dies. */
    static Fault parse(String text) {
        String[] fields = text.strip().split(":", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("not a fault such as after-flush:die:1:2: \"" + text + "\"");
        }
        return new Fault(
                Step.valueOf(fields[0].toUpperCase(Locale.ROOT).replace('-', '_')),
                Action.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                Long.parseLong(fields[2]),
                Integer.parseInt(fields[3]));
    }

    @Override
    public String toString() {
        return String.join(
                ":",
                step.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                action.name().toLowerCase(Locale.ROOT),
                Long.toString(agent),
                Integer.toString(nth));
    }
}
