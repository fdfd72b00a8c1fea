package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that merge very many pieces of one byte, each of which takes 32 bytes of a report. */
@ExtendWith(HpvmCluster.class)
@Timeout(150)
class ManyPiecesIT {
    private static final int RUN_SECONDS = 140;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, RUN_SECONDS);

    @BeforeEach
    void makeTheProgram() throws IOException, InterruptedException {
        Toolchain.parent(Path.of("src/test/c/pieces.c"), directory.resolve("pieces"));
        Toolchain.X86_64.leaf(Path.of("src/test/c/pieces_kernel.c"), directory.resolve("pieces.kernels"), "generic");
    }

    /** Their tables are 70 MB together, more than an entry of the journal may have. */
    @Test
    @Tag("slow")
    void theyGoIntoAsManyReportsAsTheyNeed() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                "-D",
                "hpvm.agents.max=1",
                "-D",
                "hpvm.server.memory=1g",
                directory.resolve("pieces").toString(),
                "2",
                "1100000");

        assertThat(ended.status()).as(ended.err()).isZero();
    }

    @Test
    void aTaskThatMergesMoreThanAReportTakesIsRefused() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run", "-D", "hpvm.task.attempts=1", directory.resolve("pieces").toString(), "1", "1500000");

        assertThat(ended.status()).isNotZero();
        assertThat(ended.err()).contains("merged more than 1200000 pieces", "merge longer ranges");
    }
}
