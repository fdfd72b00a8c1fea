package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random programs of merge and accumulate on a real cluster, with workers that die, against a plain array of bytes. The
 * seed is in the failure; {@code -Dshares.seed=N} plays it again.
 */
@ExtendWith(HpvmCluster.class)
@Timeout(400)
class RandomProgramsIT {
    private static final int RUN_SECONDS = 380;
    private static final int SEEDS = 4;
    private static final int MANY_SEEDS = 60;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, RUN_SECONDS);

    @Test
    void sharesHoldWhatAPlainArrayWould() throws IOException, InterruptedException {
        run(Long.getLong("shares.seed", 0), Long.getLong("shares.seed") == null ? SEEDS : 1);
    }

    @Test
    @Tag("slow")
    void soTheyDoWithManyMoreSeeds() throws IOException, InterruptedException {
        run(SEEDS, MANY_SEEDS);
    }

    private void run(long seed, long seeds) throws IOException, InterruptedException {
        Path marks = Files.createDirectory(directory.resolve("marks"));
        Path tree = directory.resolve("tree");
        KernelJar.make(
                tree,
                RandomKernel.class,
                RandomProgram.class,
                RandomProgram.Act.class,
                RandomProgram.Contributed.class);

        List<String> command = new ArrayList<>(HpvmCommandLine.parent(RandomParent.class));
        command.addAll(List.of(tree.toString(), marks.toString(), Long.toString(seed), Long.toString(seeds)));

        Ended ended = hpvm.run(command);

        assertThat(ended.status()).as(ended.err()).isZero();
        try (Stream<Path> marked = Files.list(marks)) {
            assertThat(marked.count()).as("workers that died").isPositive();
        }
    }
}
