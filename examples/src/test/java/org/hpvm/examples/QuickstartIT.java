package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first thing that a user does, with what is built and installed already. */
@Tag("slow")
@Timeout(600)
class QuickstartIT {
    @TempDir
    private Path directory;

    @Test
    void theQuickstartRunsTheSampleTwiceAndChecksItsAnswer() throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Process quickstart = new ProcessBuilder("../scripts/quickstart", "--no-install")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(quickstart.waitFor(500, TimeUnit.SECONDS)).isTrue();
        } finally {
            quickstart.descendants().forEach(ProcessHandle::destroy);
            quickstart.destroy();
        }

        String said = Files.readString(log);
        assertThat(quickstart.exitValue()).as(said).isZero();
        assertThat(said)
                .containsPattern("(bigboy|laptop|palm) +[a-z0-9_]+/linux/[a-z0-9.-]+ +[0-9]+ tasks")
                .containsPattern("(?s)spawn: 100 tasks in .*spawn: 100 tasks in ")
                .contains("output.dat: 1000000 lines, all right");
    }
}
