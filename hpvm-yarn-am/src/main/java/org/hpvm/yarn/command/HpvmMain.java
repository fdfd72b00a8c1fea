package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/** The command line: {@code hpvm COMMAND …}, also as {@code yarn jar hpvm.jar COMMAND …}. */
public final class HpvmMain {
    private static final Map<String, Command> COMMANDS = new TreeMap<>(Map.of("run", new RunCommand()));

    private HpvmMain() {}

    /** One command. */
    interface Command {
        /** What follows the command's name in the help. */
        String synopsis();

        /** Does it; the answer is the exit status. */
        int run(List<String> words) throws IOException, InterruptedException;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    static int run(List<String> words) {
        try {
            if (words.isEmpty() || List.of("help", "--help", "-h").contains(words.get(0))) {
                COMMANDS.forEach((name, command) -> System.out.println("hpvm " + name + " " + command.synopsis()));
                return ExitStatus.OK.number();
            }
            Command command = COMMANDS.get(words.get(0));
            if (command == null) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        "there is no command \"" + words.get(0) + "\"; did you mean "
                                + Nearest.to(words.get(0), COMMANDS.keySet()) + "?");
            }
            return command.run(words.subList(1, words.size()));
        } catch (HpvmException e) {
            System.err.println("hpvm: " + e.getMessage());
            return e.code() == ErrorCode.INTERNAL ? ExitStatus.INTERNAL.number() : ExitStatus.USAGE.number();
        } catch (IOException e) {
            System.err.println("hpvm: "
                    + HpvmException.of(e, ErrorCode.UNAVAILABLE, "reach the cluster")
                            .getMessage());
            return ExitStatus.USAGE.number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERNAL.number();
        }
    }
}
