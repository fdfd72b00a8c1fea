package org.hpvm.yarn.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.cli.HelpFormatter;

/** Prints help, at every level. */
final class Help {
    private static final int WIDTH = 100;
    private static final int INDENT = 2;

    private Help() {}

    /** @param path the words that named it; empty for the whole program */
    static void print(String path, Word word, PrintStream out) {
        if (word instanceof Group group) {
            print(path, group, out);
        } else if (word instanceof Command command) {
            print(path, command, out);
        }
    }

    private static void print(String path, Group group, PrintStream out) {
        String called = ("hpvm " + path).strip();
        out.println(called + " COMMAND: " + group.summary());
        out.println();
        for (Word word : group.words()) {
            out.println(String.format(Locale.ROOT, "  %-10s %s", word.name(), word.summary()));
        }
        out.println();
        out.println(called + " COMMAND --help tells more of each.");
        out.println("Example: " + example(group));
        if (path.isEmpty()) {
            out.println();
            out.println("Exit status:");
            for (ExitStatus status : ExitStatus.values()) {
                out.println(String.format(Locale.ROOT, "  %-10d %s", status.number(), status.meaning()));
            }
            out.println("  other      what the program of run ended with; 128 + n if signal n ended it");
        }
    }

    private static String example(Group group) {
        Word first = group.words().get(0);
        return first instanceof Command command ? command.example() : example((Group) first);
    }

    private static void print(String path, Command command, PrintStream out) {
        out.println(("hpvm " + path + " [OPTION]… " + command.operands()).strip() + ": " + command.summary());
        out.println();
        PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
        new HelpFormatter().printOptions(writer, WIDTH, OptionReader.optionsOf(command), INDENT, INDENT);
        writer.flush();
        out.println();
        out.println("Example: " + command.example());
    }
}
