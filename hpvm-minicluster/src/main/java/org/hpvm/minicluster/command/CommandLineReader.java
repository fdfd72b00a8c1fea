package org.hpvm.minicluster.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.hpvm.minicluster.ClusterPlan;

/** Reads the options of a command; every fault is one sentence. */
final class CommandLineReader {
    private static final Pattern MEMORY = Pattern.compile("([0-9]{1,6})([mMgG])");

    private final Map<String, String> environment;

    CommandLineReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /** {@code --dir} alone. */
    static Options directoryOptions() {
        return new Options()
                .addOption(option("dir", "DIRECTORY", "where the cluster is; default $HPVM_CLUSTER_DIR, else in /tmp"));
    }

    static Options startOptions() {
        return directoryOptions()
                .addOption(option(
                        "machines",
                        "MACHINES",
                        "with commas, each NAME or NAME=ARCHITECTURE[/OS][:LEVEL]; default bigboy,laptop,palm"))
                .addOption(option("memory", "SIZE", "for containers on each machine, such as 512m; default 2g"))
                .addOption(option("vcores", "COUNT", "for containers on each machine; default 4"))
                .addOption(option("columns", "NAME=TEXT", "text behind a machine's name in hpvm_hosts.cfg, repeatable"))
                .addOption(option("property", "KEY=VALUE", "a Hadoop property for daemons and clients, repeatable"));
    }

    CommandLine read(Options options, List<String> words) throws UsageException {
        try {
            // Half a name that is accepted today is ambiguous tomorrow.
            CommandLine line = DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .build()
                    .parse(options, words.toArray(String[]::new));
            if (!line.getArgList().isEmpty()) {
                throw new UsageException(
                        "unexpected word \"" + line.getArgList().get(0) + '"');
            }
            return line;
        } catch (UnrecognizedOptionException e) {
            List<String> known = options.getOptions().stream()
                    .map(option -> "--" + option.getLongOpt())
                    .toList();
            throw new UsageException(
                    "unknown option " + e.getOption() + "; did you mean " + Nearest.to(e.getOption(), known) + '?');
        } catch (MissingArgumentException e) {
            throw new UsageException("option --" + e.getOption().getLongOpt() + " needs a value");
        } catch (ParseException e) {
            throw new UsageException(e.getMessage());
        }
    }

    Path directory(CommandLine line) {
        String user = System.getProperty("user.name");
        String usual = environment.getOrDefault("HPVM_CLUSTER_DIR", "/tmp/hpvm-cluster-" + user);
        return Path.of(line.getOptionValue("dir", usual)).toAbsolutePath().normalize();
    }

    ClusterPlan plan(CommandLine line) throws UsageException {
        String[] names = line.getOptionValue("machines", "bigboy,laptop,palm").split(",", -1);
        try {
            ClusterPlan plan = ClusterPlan.of(directory(line), names)
                    .withMemory(mebibytes(line.getOptionValue("memory", "2g")))
                    .withVcores(Integer.parseInt(line.getOptionValue("vcores", "4")));
            for (String[] column : pairs(line, "columns")) {
                plan = plan.withColumns(column[0], column[1]);
            }
            for (String[] property : pairs(line, "property")) {
                plan = plan.withProperties(Map.of(property[0], property[1]));
            }
            return plan;
        } catch (NumberFormatException e) {
            throw new UsageException("--vcores: a number wanted, found \"" + line.getOptionValue("vcores") + '"');
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static int mebibytes(String text) {
        Matcher matcher = MEMORY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--memory: a size such as 512m or 2g wanted, found \"" + text + '"');
        }
        int amount = Integer.parseInt(matcher.group(1));
        return matcher.group(2).equalsIgnoreCase("g") ? Math.multiplyExact(amount, 1024) : amount;
    }

    private static List<String[]> pairs(CommandLine line, String option) throws UsageException {
        String[] values = line.getOptionValues(option);
        List<String[]> pairs = values == null
                ? List.of()
                : List.of(values).stream().map(value -> value.split("=", 2)).toList();
        if (pairs.stream().anyMatch(pair -> pair.length < 2)) {
            throw new UsageException("--" + option + ": NAME=VALUE wanted, found no =");
        }
        return pairs;
    }

    private static Option option(String name, String value, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(value)
                .desc(description)
                .build();
    }
}
