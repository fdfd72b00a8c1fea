package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The command {@code hpvm}, run as a user would, in a process of its own.
 *
 * @param status its exit status
 * @param out holds what it printed to standard output
 * @param err what it printed to standard error
 */
record CommandRun(int status, Path out, String err) {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /**
     * Runs it.
     *
     * @param directory where it runs and leaves its output
     * @param conf the cluster's configuration
     */
    static CommandRun hpvm(Path directory, Path conf, long limitSeconds, List<String> words)
            throws IOException, InterruptedException {
        String hadoop = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("hpvm-"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("hpvm.jar", "") + File.pathSeparator + conf + File.pathSeparator + hadoop,
                "org.hpvm.yarn.command.HpvmMain"));
        command.addAll(words);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(limitSeconds, TimeUnit.SECONDS))
                    .as("%s ends within %d s", words, limitSeconds)
                    .isTrue();
            return new CommandRun(process.exitValue(), out, Files.readString(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
