package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Ranges, private and read-only views, odd alignments and overlaps, from a kernel in C on a real cluster. */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class MergeIT {
    private static final Path KERNEL = Path.of("src/test/c/merge_kernel.c");
    private static final Path LIBRARY = Path.of("../hpvm-container/src/main/c").toAbsolutePath();

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @BeforeEach
    void makeTheParent() throws IOException, InterruptedException {
        Toolchain.parent(Path.of("src/test/c/merge.c"), directory.resolve("merge"));
    }

    private void requireTheRightResult() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm("run", directory.resolve("merge").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
    }

    @Test
    void viewsOfAShareThatIsMappedAsAWhole() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(KERNEL, directory.resolve("merge.kernels"), "generic");

        requireTheRightResult();
    }

    /** As on a machine of 32 bits with a share of 2 GiB: the library is built to take 64 KiB for too much. */
    @Test
    void viewsOfAShareThatIsTooLargeToBeMappedAsAWhole() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(
                KERNEL,
                directory.resolve("merge.kernels"),
                "generic",
                "-DHPVM_MOST_WHOLE_BYTES=65536",
                "-I" + LIBRARY.resolve("src/common"),
                LIBRARY.resolve("src/kernel/shares.c").toString());

        requireTheRightResult();
    }
}
