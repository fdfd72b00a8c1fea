package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.Option;

/**
 * One command: what its help says, and what it does.
 *
 * @param operands what may follow the options, as the help shows it; empty if nothing may
 * @param options beside {@code --help}
 * @param example a whole line, as somebody would type it
 */
public record Command(String name, String operands, String summary, List<Option> options, String example, Action action)
        implements Word {
    /** Ends the operands of a command that runs a program: what follows the program is the program's. */
    private static final String PASSED_ON = "[ARGUMENT]…";

    public Command {
        options = List.copyOf(options);
        if (!example.startsWith("hpvm ")) {
            throw new IllegalArgumentException("example of " + name + ": \"" + example + "\" does not call hpvm");
        }
    }

    /** Does it. */
    @FunctionalInterface
    public interface Action {
        /** The answer is the exit status; a failure that a user can understand is thrown. */
        int run(Invocation invocation) throws IOException, InterruptedException;
    }

    /** Whether reading options stops at the first word that is none. */
    boolean passesWordsOn() {
        return operands.endsWith(PASSED_ON);
    }
}
