package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs {@code hpvm} and programs as a user would: each in a process of its own, against a cluster that it knows by
 * {@code HADOOP_CONF_DIR} alone.
 *
 * @param conf the cluster's configuration
 * @param directory the working directory
 */
record CommandRunner(Path conf, Path directory) {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String JAR = System.getProperty("hpvm.jar", "");
    private static final int LIMIT_SECONDS = 100;

    /** How a process ended and what it printed. */
    record Ended(int status, String out, String err) {}

    Ended hpvm(String... words) throws IOException, InterruptedException {
        return hpvmWithInput("", words);
    }

    Ended hpvmWithInput(String input, String... words) throws IOException, InterruptedException {
        return run(hpvmCommand(words), input);
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
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private Path file(String kind) {
        return directory.resolve(kind + '-' + UUID.randomUUID());
    }

    private ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        // Maven runs a module's tests in the module's directory.
        builder.environment()
                .put("HPVM_HOME", Path.of("..").toAbsolutePath().normalize().toString());
        return builder;
    }

    private List<String> hpvmCommand(String... words) {
        String hadoop = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("hpvm-"))
                .collect(Collectors.joining(File.pathSeparator));
        // A shell that runs the tests in the background has SIGINT ignored, and children inherit that.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JAR + File.pathSeparator + conf + File.pathSeparator + hadoop,
                "org.hpvm.yarn.command.HpvmMain"));
        command.addAll(List.of(words));
        return command;
    }
}
