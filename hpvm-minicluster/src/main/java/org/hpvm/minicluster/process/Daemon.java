package org.hpvm.minicluster.process;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One daemon of a cluster: a process that can be killed, stopped for a while and started again. Not thread-safe.
 *
 * <p>Its directory holds {@code conf}, {@code tmp} and {@code log}.
 */
final class Daemon {
    private static final Duration END_LIMIT = Duration.ofSeconds(15);
    private static final Duration RUN_LIMIT = Duration.ofSeconds(60);
    private static final int CONNECT_LIMIT_MILLIS = 1000;
    private static final int TAIL_LINES = 30;

    private final DaemonKind kind;
    private final Path directory;
    private final List<Path> classpath;
    private final InetSocketAddress address;
    private @Nullable Process process;

    /**
     * @param classpath jars' directories, and the directory that holds {@code webapps}
     * @param address where it serves when it is up
     */
    Daemon(DaemonKind kind, Path directory, List<Path> classpath, InetSocketAddress address) {
        this.kind = kind;
        this.directory = directory;
        this.classpath = List.copyOf(classpath);
        this.address = address;
    }

    Path conf() {
        return directory.resolve("conf");
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it takes connections: what others know of it may stem from its life before a kill. */
    boolean serves() {
        try (Socket socket = new Socket()) {
            socket.connect(address, CONNECT_LIMIT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return running().pid();
    }

    void start() throws IOException {
        if (isAlive()) {
            throw new IllegalStateException(directory.getFileName() + " runs already, as " + pid());
        }
        process = launch();
    }

    /** Runs the daemon's program with these words to its end, which must be a good one. */
    void run(String... words) throws IOException, InterruptedException {
        Process running = launch(words);
        boolean hasEnded = running.waitFor(RUN_LIMIT.toSeconds(), TimeUnit.SECONDS);
        running.destroyForcibly();
        if (!hasEnded || running.exitValue() != 0) {
            throw new IOException("run " + kind.mainClass() + ' ' + String.join(" ", words) + ": "
                    + (hasEnded ? "status " + running.exitValue() : "no end in " + RUN_LIMIT.toSeconds() + " s") + '\n'
                    + tail());
        }
    }

    private Process launch(String... words) throws IOException {
        Files.createDirectories(directory.resolve("tmp"));
        Path log = directory.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + kind.heapMebibytes() + 'm',
                // Half the memory of the defaults.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // Hadoop 3.4 makes classes in a way that Java 17 allows only so.
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                "-cp",
                classpath(),
                kind.mainClass()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("HADOOP_CONF_DIR", conf().toString());
        return builder.start();
    }

    /** Sends the signal; does not wait. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .inheritIO()
                .start();
        if (!kill.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new IOException(
                    "send " + name + " to " + directory.getFileName() + ", process " + pid() + ": failed");
        }
    }

    /** Kills it and waits until it is gone, as a second one could not lock its files before. */
    void kill() throws IOException, InterruptedException {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("kill " + directory.getFileName() + ", process " + pid() + ": still there after "
                    + END_LIMIT.toSeconds() + " s");
        }
        process = null;
    }

    /** The last lines of its log, under its name. */
    String tail() throws IOException {
        Path log = directory.resolve("log");
        List<String> lines = Files.exists(log)
                ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                        .lines()
                        .toList()
                : List.of();
        return "== " + directory.getFileName() + (isAlive() ? " (runs)" : " (ended)") + '\n'
                + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size())) + '\n';
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(directory.getFileName() + " does not run");
        }
        return process;
    }

    private String classpath() {
        StringBuilder path = new StringBuilder(conf().toString());
        classpath.forEach(entry -> path.append(':').append(entry));
        return path.toString();
    }
}
