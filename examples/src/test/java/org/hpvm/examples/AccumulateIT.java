package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code hpvm_accumulate_share} and its like in Java on a real cluster, with tasks that die once and run again. */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class AccumulateIT {
    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    private Path marks = Path.of("");

    @BeforeEach
    void makeTheParent() throws IOException, InterruptedException {
        marks = Files.createDirectory(directory.resolve("marks"));
        Toolchain.parent(Path.of("src/test/c/accumulate.c"), directory.resolve("accumulate"));
    }

    private Ended accumulate(String what) throws IOException, InterruptedException {
        String program = directory.resolve("accumulate").toString();
        return hpvm.hpvm("run", program, what, marks.toString());
    }

    private Path tree() {
        return directory.resolve("accumulate.kernels");
    }

    private void makeNativeLeaf() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(Path.of("src/test/c/accumulate_kernel.c"), tree(), "generic");
    }

    @Test
    void everyOperationOnEveryTypeCountsEachTaskOnce() throws IOException, InterruptedException {
        makeNativeLeaf();

        Ended ended = accumulate("types");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(marksLeft()).as("tasks that died once").isGreaterThan(5);
    }

    @Test
    void sumsOfDoublesAreThoseOfTheFixedTreeBitForBitAndTheNextSpawnSeesThem()
            throws IOException, InterruptedException {
        makeNativeLeaf();

        Ended ended = accumulate("sums");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(marksLeft()).isEqualTo(3);
    }

    @Test
    void aKernelInJavaGivesTheSameSums() throws IOException, InterruptedException {
        KernelJar.make(tree(), AccumulateKernel.class);

        Ended ended = accumulate("sums");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(marksLeft()).isEqualTo(3);
    }

    @Test
    void aMergeAndASumOfTheSameBytesContradictEachOther() throws IOException, InterruptedException {
        makeNativeLeaf();

        Ended ended = accumulate("conflict");

        assertThat(ended.status()).as(ended.err()).isEqualTo(42);
        assertThat(ended.err())
                .contains("two operations on the same bytes contradict each other: put together share count: bytes 0 to"
                        + " 8 were merged by task 0 and accumulated with SUM of int64 by task 1");
    }

    private long marksLeft() throws IOException {
        try (Stream<Path> marked = Files.list(marks)) {
            return marked.count();
        }
    }
}
