package org.hpvm.minicluster.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Options;

/** {@code hpvm cluster start|status|stop}. Standard output is for scripts, standard error for people. */
public final class ClusterMain {
    private static final Set<String> VERBS = Set.of("start", "status", "stop");
    private static final int WIDTH = 100;

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    ClusterMain(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        // Hadoop's threads outlive the cluster.
        System.exit(new ClusterMain(System.getenv(), System.out, System.err)
                .run(List.of(arguments))
                .code());
    }

    ExitStatus run(List<String> words) {
        try {
            if (words.isEmpty() || words.contains("--help")) {
                help();
                return words.isEmpty() ? ExitStatus.USAGE : ExitStatus.OK;
            }
            return run(words.get(0), words.subList(1, words.size()));
        } catch (UsageException e) {
            err.println("hpvm cluster: " + e.getMessage());
            return ExitStatus.USAGE;
        } catch (IOException | RuntimeException e) {
            err.println("hpvm cluster: " + e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private ExitStatus run(String verb, List<String> options) throws IOException, InterruptedException, UsageException {
        CommandLineReader reader = new CommandLineReader(environment);
        Options directory = CommandLineReader.directoryOptions();
        return switch (verb) {
            case "start" ->
                new ForegroundCluster(out).run(reader.plan(reader.read(CommandLineReader.startOptions(), options)));
            case "status" -> new RunningCluster(out).status(reader.directory(reader.read(directory, options)));
            case "stop" -> new RunningCluster(out).stop(reader.directory(reader.read(directory, options)));
            default ->
                throw new UsageException(
                        "unknown command \"" + verb + "\"; did you mean " + Nearest.to(verb, VERBS) + '?');
        };
    }

    private void help() {
        PrintWriter writer = new PrintWriter(err, true, StandardCharsets.UTF_8);
        HelpFormatter formatter = new HelpFormatter();
        formatter.printHelp(
                writer,
                WIDTH,
                "hpvm cluster start",
                "An HDFS and YARN cluster on this machine, until it gets SIGTERM.",
                CommandLineReader.startOptions(),
                2,
                2,
                """

                A machine of another architecture, or of Windows, runs its kernels through qemu-user or wine if they are
                installed. Example: hpvm cluster start --machines bigboy,laptop=x86_64:x86-64-v2,palm=aarch64""",
                true);
        writer.println("usage: hpvm cluster status|stop [--dir <DIRECTORY>]");
        writer.flush();
    }
}
