package org.hpvm.minicluster.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterMainTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void namesTheNearestOption() {
        assertThat(run("start", "--machine", "a")).isEqualTo(ExitStatus.USAGE);
        assertThat(text(err)).isEqualTo("hpvm cluster: unknown option --machine; did you mean --machines?\n");
    }

    @Test
    void namesTheNearestCommand() {
        assertThat(run("stopp")).isEqualTo(ExitStatus.USAGE);
        assertThat(text(err)).isEqualTo("hpvm cluster: unknown command \"stopp\"; did you mean stop?\n");
    }

    @Test
    void asksForAMissingValue() {
        assertThat(run("start", "--memory")).isEqualTo(ExitStatus.USAGE);
        assertThat(text(err)).isEqualTo("hpvm cluster: option --memory needs a value\n");
    }

    @Test
    void refusesASizeWithoutUnit() {
        assertThat(run("start", "--memory", "lots")).isEqualTo(ExitStatus.USAGE);
        assertThat(text(err)).contains("512m or 2g").contains("lots");
    }

    @Test
    void saysThatNothingRunsInAnEmptyDirectory() {
        assertThat(run("status", "--dir", directory.toString())).isEqualTo(ExitStatus.NOT_RUNNING);
        assertThat(text(out)).isEqualTo("not running\n");
    }

    @Test
    void doesNotTakeAnotherProcessOfTheSameNumberForTheCluster() throws IOException {
        long pid = ProcessHandle.current().pid();
        Instant before =
                ProcessHandle.current().info().startInstant().orElseThrow().minusSeconds(60);
        new ClusterRecord(pid, before, directory, "http://127.0.0.1:1", "palm", "m").write(directory);

        assertThat(run("status", "--dir", directory.toString())).isEqualTo(ExitStatus.NOT_RUNNING);
        assertThat(run("stop", "--dir", directory.toString())).isEqualTo(ExitStatus.OK);
        assertThat(text(out)).isEqualTo("not running\nnot running\n");
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        Path precious = Files.createFile(directory.resolve("precious"));

        assertThat(run("start", "--dir", directory.toString())).isEqualTo(ExitStatus.USAGE);
        assertThat(precious).exists();
        assertThat(text(err)).contains("not a cluster's");
    }

    private ExitStatus run(String... words) {
        return new ClusterMain(
                        Map.of(),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(List.of(words));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
