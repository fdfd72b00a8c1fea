package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/** Finds the command that words name, and runs it; failures become a sentence and an exit status. */
final class Dispatch {
    private static final Set<String> HELP = Set.of("help", "--help", "-h");

    private final Group all;
    private final Console console;

    /** @param all every command; its own name is not spoken */
    Dispatch(Group all, Console console) {
        this.all = all;
        this.console = console;
    }

    int run(List<String> words) {
        try {
            return run("", all, words);
        } catch (HpvmException e) {
            console.err().println("hpvm: " + e.getMessage());
            return e.code() == ErrorCode.INTERNAL ? ExitStatus.INTERNAL.number() : ExitStatus.USAGE.number();
        } catch (IOException e) {
            Optional<String> conf = Optional.ofNullable(System.getenv("HADOOP_CONF_DIR"));
            console.err().println("hpvm: " + new ClusterFailure(e, conf).sentence());
            return ExitStatus.USAGE.number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERNAL.number();
        }
    }

    private int run(String path, Group group, List<String> words) throws IOException, InterruptedException {
        if (words.isEmpty() || HELP.contains(words.get(0))) {
            Help.print(path, group, words.isEmpty() ? console.err() : console.out());
            return words.isEmpty() ? ExitStatus.USAGE.number() : ExitStatus.OK.number();
        }
        String named = words.get(0);
        if (named.startsWith("-")) {
            throw OptionReader.unknown(
                    path.isEmpty() ? "hpvm" : path, named, new Options().addOption(CommonOptions.help()));
        }
        Optional<Word> word = group.word(named);
        if (word.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "there is no command \"" + (path + ' ' + named).strip() + "\"; did you mean "
                            + (path
                                            + ' '
                                            + Nearest.to(
                                                    named,
                                                    group.words().stream()
                                                            .map(Word::name)
                                                            .toList()))
                                    .strip()
                            + "?");
        }
        String longer = (path + ' ' + named).strip();
        List<String> rest = words.subList(1, words.size());
        return word.get() instanceof Group inner ? run(longer, inner, rest) : run(longer, (Command) word.get(), rest);
    }

    private int run(String path, Command command, List<String> words) throws IOException, InterruptedException {
        CommandLine line = OptionReader.read(path, command, words);
        if (line.hasOption(CommonOptions.HELP)) {
            Help.print(path, command, console.out());
            return ExitStatus.OK.number();
        }
        return command.action().run(new Invocation(path, command, line, console));
    }
}
