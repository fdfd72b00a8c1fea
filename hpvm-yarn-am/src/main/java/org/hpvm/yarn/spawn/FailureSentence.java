package org.hpvm.yarn.spawn;

import java.util.Map;
import org.hpvm.proto.agent.TaskFailure;

/** Says in one sentence how a task failed. */
final class FailureSentence {
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(4, "SIGILL"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS, as when the file system is full that holds the shares"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(31, "SIGSYS"));

    private static final String JVM = "any/jvm/";

    private FailureSentence() {}

    /** @param machine friendly name */
    static String of(TaskFailure failure, String machine) {
        String cause = switch (failure.getKind()) {
            // A kernel in Java has thrown, and the message says what.
            case RETURNED -> failure.getLeaf().startsWith(JVM) ? "" : "kernel_main returned " + failure.getNumber();
            case EXITED -> "the kernel called exit(" + failure.getNumber() + ")";
            case SIGNALLED ->
                "the kernel was ended by " + SIGNALS.getOrDefault(failure.getNumber(), "signal " + failure.getNumber());
            case OVER_TIME, OVER_OUTPUT, OVER_MERGES, LOST, UNRECOGNIZED -> "";
        };
        StringBuilder sentence = new StringBuilder("task ")
                .append(failure.getTask())
                .append(" on ")
                .append(machine)
                .append(" (")
                .append(failure.getLeaf())
                .append("): ")
                .append(cause);
        if (!failure.getMessage().isEmpty()) {
            sentence.append(cause.isEmpty() ? "" : ": ").append(failure.getMessage());
        }
        if (!failure.getOutput().isEmpty()) {
            sentence.append("; it printed: ").append(lastLines(failure.getOutput()));
        }
        return sentence.toString();
    }

    /** The end of what a task printed, on one line and without control characters. */
    private static String lastLines(String output) {
        String line = output.strip().replaceAll("\\R+", " | ").replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 200 ? line : "…" + line.substring(line.length() - 200);
    }
}
