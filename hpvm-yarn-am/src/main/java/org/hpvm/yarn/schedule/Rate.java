package org.hpvm.yarn.schedule;

import java.time.Duration;

/** How fast an agent does the tasks of a spawn, by what it has reported: a mean that forgets. Not thread-safe. */
final class Rate {
    private static final double WEIGHT_OF_NEW = 0.5;

    private double workerNanosecondsPerTask = Double.NaN;
    private double expectedNanosecondsPerTask = Double.NaN;

    /** What an earlier spawn has taught, until this one says more. */
    void expect(Rate earlier) {
        expectedNanosecondsPerTask = earlier.best();
    }

    /** Whether something is known, be it from an earlier spawn. */
    boolean isExpected() {
        return !Double.isNaN(best());
    }

    private double best() {
        return isKnown() ? workerNanosecondsPerTask : expectedNanosecondsPerTask;
    }

    /** Learns from tasks and the time that workers spent on them. */
    void measured(long tasks, Duration busy) {
        if (tasks > 0 && !busy.isZero()) {
            double found = (double) busy.toNanos() / tasks;
            workerNanosecondsPerTask = Double.isNaN(workerNanosecondsPerTask)
                    ? found
                    : (1 - WEIGHT_OF_NEW) * workerNanosecondsPerTask + WEIGHT_OF_NEW * found;
        }
    }

    /** Whether the agent has reported tasks of this spawn. */
    boolean isKnown() {
        return !Double.isNaN(workerNanosecondsPerTask);
    }

    /** Tasks that so many processors do in a time; at least one a processor. */
    long tasksIn(Duration time, int processors) {
        double tasks = processors * (double) time.toNanos() / Math.max(1, best());
        return Math.max(processors, (long) Math.min(tasks, Long.MAX_VALUE / 4.0));
    }

    /** How long so many processors take for some tasks. */
    Duration timeFor(long tasks, int processors) {
        return Duration.ofNanos((long) (tasks * best() / processors));
    }
}
