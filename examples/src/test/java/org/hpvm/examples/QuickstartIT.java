package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hpvm.minicluster.Deadline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first thing that a user does, with what is built and installed already. */
@Tag("slow")
@Timeout(600)
class QuickstartIT {
    private static final Duration LIMIT = Duration.ofSeconds(200);

    @TempDir
    private Path directory;

    @Test
    void theQuickstartRunsTheSampleTwiceAndChecksItsAnswer() throws IOException, InterruptedException {
        Process quickstart = start("log");

        requireSuccess(quickstart, "log");
        assertThat(said("log"))
                .containsPattern("(bigboy|laptop|palm) +[a-z0-9_]+/linux/[a-z0-9.-]+ +[0-9]+ tasks")
                .containsPattern("(?s)spawn: 100 tasks in .*spawn: 100 tasks in ");
    }

    @Test
    void twoAtOnceDoNotDisturbEachOther() throws IOException, InterruptedException {
        Process first = start("first");
        Process second = start("second");

        requireSuccess(first, "first");
        requireSuccess(second, "second");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compiling the kernel", "starting the cluster", "running the sample"})
    void controlCEndsItWithAllThatItStarted(String moment) throws IOException, InterruptedException {
        Process quickstart = start("log");
        Deadline.in(LIMIT).require(moment, () -> "another", () -> said("log").contains(moment));
        TimeUnit.SECONDS.sleep(2); // well inside

        // As the terminal does: to all of the process group.
        Process kill = new ProcessBuilder("kill", "-INT", "--", "-" + quickstart.pid()).start();

        assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(quickstart.waitFor(60, TimeUnit.SECONDS)).as(said("log")).isTrue();
        assertThat(quickstart.exitValue()).as(said("log")).isNotZero();
    }

    @AfterEach
    void nothingIsLeft() throws IOException, InterruptedException {
        try {
            Deadline.in(Duration.ofSeconds(20))
                    .require(
                            "all processes to end",
                            () -> started().toString(),
                            () -> started().isEmpty());
        } finally {
            started().forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(directory).isDirectoryNotContaining("glob:**hpvm-*");
    }

    /** In a process group of its own, whose number is that of the process. */
    private Process start(String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "setsid", "env", "--default-signal=INT", "../scripts/quickstart", "--no-install")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile());
        builder.environment().put("TMPDIR", directory.toString());
        return builder.start();
    }

    private void requireSuccess(Process quickstart, String log) throws IOException, InterruptedException {
        assertThat(quickstart.waitFor(500, TimeUnit.SECONDS)).as(said(log)).isTrue();
        assertThat(quickstart.exitValue()).as(said(log)).isZero();
        assertThat(said(log)).contains("output.dat: 1000000 lines, all right");
    }

    private String said(String log) throws IOException {
        return Files.readString(directory.resolve(log));
    }

    /** All that has inherited our directory for temporary files. */
    private List<ProcessHandle> started() {
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process.pid()).contains("TMPDIR=" + directory))
                .toList();
    }

    private static String environment(long pid) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ")), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // it has ended meanwhile, or is another user's
        }
    }
}
