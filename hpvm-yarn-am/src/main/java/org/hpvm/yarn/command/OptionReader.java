package org.hpvm.yarn.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/** Reads the options of a command; every fault is one sentence. */
final class OptionReader {
    private OptionReader() {}

    /**
     * Reads what follows the command's name.
     *
     * @param path the words that named the command, for sentences
     */
    static CommandLine read(String path, Command command, List<String> words) throws HpvmException {
        Options options = optionsOf(command);
        try {
            // Half a name that is accepted today is ambiguous tomorrow.
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .build()
                    .parse(
                            options,
                            valuesLeftOut(path, options, words).toArray(String[]::new),
                            command.passesWordsOn());
            // Where words are passed on, the parser takes an option that it does not know for the first of them.
            if (command.passesWordsOn()
                    && !line.getArgList().isEmpty()
                    && line.getArgList().get(0).startsWith("-")) {
                throw unknown(path, line.getArgList().get(0), options);
            }
            return line;
        } catch (UnrecognizedOptionException e) {
            throw unknown(path, e.getOption(), options);
        } catch (MissingArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, path + ": option " + spelled(e.getOption()) + " needs a value");
        } catch (ParseException e) {
            throw new HpvmException(ErrorCode.INVALID, path + ": " + e.getMessage(), e);
        }
    }

    /**
     * The parser would take the next word for a value that is missing: refuses a setting without one, and gives options
     * whose value may be left out an empty one.
     */
    private static List<String> valuesLeftOut(String path, Options options, List<String> words) throws HpvmException {
        List<String> whole = new ArrayList<>(words);
        for (int at = 0; at < whole.size() && whole.get(at).startsWith("-"); at++) {
            Option option = options.getOption(whole.get(at));
            if (option != null && option.hasOptionalArg()) {
                whole.set(at, whole.get(at) + '=');
            } else if (option != null && option.hasArg()) {
                at++;
                requireSetting(path, option, at < whole.size() ? whole.get(at) : "=");
            }
        }
        return whole;
    }

    private static void requireSetting(String path, Option option, String value) throws HpvmException {
        if ("D".equals(option.getOpt()) && !value.contains("=")) {
            throw new HpvmException(
                    ErrorCode.INVALID, path + ": -D " + value + ": key=value is wanted, such as -D hpvm.queue=work");
        }
    }

    /** With {@code --help}. */
    static Options optionsOf(Command command) {
        Options options = new Options();
        command.options().forEach(options::addOption);
        return options.addOption(CommonOptions.help());
    }

    static HpvmException unknown(String path, String option, Options options) {
        List<String> known = new ArrayList<>();
        options.getOptions().forEach(each -> known.add(spelled(each)));
        return new HpvmException(
                ErrorCode.INVALID,
                path + ": there is no option " + option + "; did you mean " + Nearest.to(option, known) + "?");
    }

    private static String spelled(Option option) {
        return option.getLongOpt() == null ? "-" + option.getOpt() : "--" + option.getLongOpt();
    }
}
