package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs {@code hpvm} and programs as a user would: each in a process of its own, against a cluster that it knows by
 * {@code HADOOP_CONF_DIR} alone.
 *
 * <p>A field with {@code @RegisterExtension} takes the cluster that {@link HpvmCluster} gives the test.
 */
final class CommandRunner implements BeforeEachCallback {
    private static final int USUAL_LIMIT_SECONDS = 100;

    private final Supplier<Path> directory;
    private final int limitSeconds;
    private Path conf = Path.of("");

    /** How a process ended and what it printed. */
    record Ended(int status, String out, String err) {}

    /** @param directory the working directory, asked for when there is something to run */
    CommandRunner(Supplier<Path> directory) {
        this(directory, USUAL_LIMIT_SECONDS);
    }

    /** @param limitSeconds what takes longer fails the test */
    CommandRunner(Supplier<Path> directory, int limitSeconds) {
        this.directory = directory;
        this.limitSeconds = limitSeconds;
    }

    /** One for another cluster, or another working directory. */
    static CommandRunner on(Path conf, Path directory) {
        CommandRunner runner = new CommandRunner(() -> directory);
        runner.conf = conf;
        return runner;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        conf = HpvmCluster.of(context).confDirectory();
    }

    /** The cluster's configuration. */
    Path conf() {
        return conf;
    }

    Ended hpvm(String... words) throws IOException, InterruptedException {
        return hpvmWithInput("", words);
    }

    /** {@code hpvm run} of a program. */
    Ended run(List<String> program) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(program);
        return hpvm(words.toArray(String[]::new));
    }

    Ended hpvmWithInput(String input, String... words) throws IOException, InterruptedException {
        return run(hpvmCommand(words), input);
    }

    /** On a pseudo terminal; what it and the program print to it is the output. */
    Ended hpvmOnTerminal(String... words) throws IOException, InterruptedException {
        String command = hpvmCommand(words).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return run(List.of("script", "--quiet", "--return", "--command", command, "/dev/null"), "");
    }

    /** A program that was started by hand: its library has to find the launcher. */
    Ended program(String... words) throws IOException, InterruptedException {
        return run(List.of(words), "");
    }

    Process start(String... words) throws IOException {
        return builder(List.of(words)).start();
    }

    Process startHpvm(String... words) throws IOException {
        return builder(hpvmCommand(words)).start();
    }

    /** Starts {@code hpvm}; what the program reads and prints is in the hands of the test. */
    Process startTalking(String... words) throws IOException {
        return builder(hpvmCommand(words))
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    /** Starts {@code hpvm}; what it and the program print is in the hands of the test. */
    Process startWatched(String... words) throws IOException {
        return builder(hpvmCommand(words))
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.PIPE)
                .start();
    }

    /** Processes of {@code hpvm} on this cluster that are alive. */
    List<String> left() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("HpvmMain") && line.contains(conf.toString()))
                .toList();
    }

    private Ended run(List<String> command, String input) throws IOException, InterruptedException {
        Path given = Files.writeString(file("in"), input);
        Path out = file("out");
        Path err = file("err");
        Process process = builder(command)
                .redirectInput(given.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(limitSeconds, TimeUnit.SECONDS))
                    .as("%s ends within %d s; it printed: %s", command, limitSeconds, Files.readString(err))
                    .isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Path file(String kind) {
        return directory.get().resolve(kind + '-' + UUID.randomUUID());
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.get().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        // Maven runs a module's tests in the module's directory.
        builder.environment()
                .put("HPVM_HOME", Path.of("..").toAbsolutePath().normalize().toString());
        return builder;
    }

    private List<String> hpvmCommand(String... words) {
        return HpvmCommandLine.of(conf, List.of(words));
    }
}
