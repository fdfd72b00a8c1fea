package org.hpvm.minicluster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hpvm.minicluster.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ClusterMainIT {
    @TempDir
    private Path directory;

    @Test
    void startsTellsAndStopsAndClearsUpAfterAKill() throws IOException, InterruptedException {
        Path home = directory.resolve("cluster");
        Process killed = command("start", home);
        try (BufferedReader out = killed.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready " + home.resolve("conf"));
        } finally {
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ClusterRecord.file(home)).exists();
        assertThat(end("status", home)).isEqualTo("not running\n3");

        Process stopped = command("start", home);
        try (BufferedReader out = stopped.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready " + home.resolve("conf"));
            assertThat(Files.readAllLines(home.resolve("conf/hpvm_hosts.cfg"), StandardCharsets.UTF_8))
                    .hasSize(2)
                    .anyMatch(line -> line.endsWith(" palm arch=s390x"))
                    .contains("127.0.0.1 hpvm_host");

            assertThat(end("start", home)).isEqualTo("running " + home.resolve("conf") + "\n0");
            assertThat(end("status", home))
                    .startsWith("running " + home.resolve("conf") + " palm http://")
                    .endsWith("\n0");
            assertThat(end("stop", home)).isEqualTo("stopped\n0");
        } finally {
            stopped.destroyForcibly();
        }
        assertThat(stopped.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped.exitValue()).isEqualTo(143);
        assertThat(home).doesNotExist();
    }

    @Test
    void aSignalWhileItStartsLeavesNothing() throws IOException, InterruptedException {
        Path home = directory.resolve("cluster");
        Process starting = command("start", home);
        try {
            awaitDaemons(home);
            assertThat(end("status", home)).isEqualTo("starting\n3");

            starting.destroy();

            assertThat(starting.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(starting.exitValue()).isEqualTo(143);
            assertThat(home).doesNotExist();
        } finally {
            starting.destroyForcibly();
        }
    }

    @Test
    void stopEndsAClusterThatOnlyStarts() throws IOException, InterruptedException {
        Path home = directory.resolve("cluster");
        Process starting = command("start", home);
        try {
            awaitDaemons(home);

            assertThat(end("stop", home)).isEqualTo("stopped\n0");

            assertThat(starting.isAlive()).isFalse();
            assertThat(home).doesNotExist();
        } finally {
            starting.destroyForcibly();
        }
    }

    @Test
    void stopRemovesWhatAKilledClusterLeft() throws IOException, InterruptedException {
        Path home = directory.resolve("cluster");
        Process killed = command("start", home);
        awaitDaemons(home);
        killed.destroyForcibly();
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(home).isNotEmptyDirectory();

        assertThat(end("stop", home)).isEqualTo("not running\n0");

        assertThat(home).doesNotExist();
    }

    /** In the middle of the start: HDFS has its directories, and YARN is not there yet. */
    private static void awaitDaemons(Path home) throws IOException, InterruptedException {
        Deadline.in(Duration.ofSeconds(30))
                .require("HDFS to be formatted", () -> "nothing", () -> Files.exists(home.resolve("hdfs")));
    }

    private static Process command(String verb, Path home) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("hpvm.cluster.lib") + "/*",
                "-Dhpvm.cluster.lib=" + System.getProperty("hpvm.cluster.lib"),
                ClusterMain.class.getName(),
                verb,
                "--dir",
                home.toString()));
        if (verb.equals("start")) {
            words.addAll(List.of("--machines", "palm", "--memory", "512m", "--columns", "palm=arch=s390x"));
        }
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What the command printed and its exit status. */
    private static String end(String verb, Path home) throws IOException, InterruptedException {
        Process process = command(verb, home);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return out + process.exitValue();
    }
}
