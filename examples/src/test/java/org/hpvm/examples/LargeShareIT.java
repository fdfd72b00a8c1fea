package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shares of more than 2 GiB, changed where 32 bits end: at 2 and 4 GiB, at the first and the last byte. Most of them
 * hold little but zeros, which take no room anywhere.
 */
@Timeout(400)
class LargeShareIT {
    private static final int RUN_SECONDS = 380;
    private static final long FIVE_GIBIBYTES = 5L << 30;
    private static final Path KERNEL = Path.of("src/test/c/large_kernel.c");

    /** One replica, since one test fills 2.5 GiB. */
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(
            plan -> plan.withMachines("bigboy", "laptop", "palm=arm").withProperties(Map.of("dfs.replication", "1")));

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, RUN_SECONDS);

    private void requireTheRightBytes(String... words) throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(words);

        assertThat(ended.status()).as(ended.err()).isZero();
    }

    private Path parent() throws IOException, InterruptedException {
        Path parent = directory.resolve("large");
        Toolchain.parent(Path.of("src/test/c/large.c"), parent);
        return parent;
    }

    @Test
    void aKernelInCMergesWhere32BitsEnd() throws IOException, InterruptedException {
        Path parent = parent();
        Toolchain.X86_64.leaf(KERNEL, directory.resolve("large.kernels"), "generic");

        requireTheRightBytes("run", parent.toString(), Long.toString(FIVE_GIBIBYTES + 3), "sparse");
    }

    @Test
    void aShareThatTheMemoryFileSystemHasNoRoomForIsOnDisk() throws IOException, InterruptedException {
        Path parent = parent();
        Toolchain.X86_64.leaf(KERNEL, directory.resolve("large.kernels"), "generic");

        requireTheRightBytes(
                "run",
                "-D",
                "hpvm.shares.memory.share=0",
                parent.toString(),
                Long.toString((2L << 30) + (1 << 20)),
                "sparse");
    }

    @Test
    void aShareThatTheDiskHasNoRoomForEitherIsRefusedWithFigures() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm("run", parent().toString(), Long.toString(1L << 60), "sparse");

        assertThat(ended.status()).isNotZero();
        assertThat(ended.err()).containsPattern("share data of .*: /dev/shm has room for .* and .* for ");
    }

    @Test
    void aKernelOf32BitsDoesSoByRanges() throws IOException, InterruptedException {
        Toolchain.assume(Toolchain.ARM);
        Path parent = parent();
        Toolchain.ARM.leaf(KERNEL, directory.resolve("large.kernels"), "generic");

        requireTheRightBytes("run", parent.toString(), Long.toString(FIVE_GIBIBYTES + 3), "sparse");
    }

    @Test
    void soDoParentAndKernelInJava() throws IOException, InterruptedException {
        Path tree = directory.resolve("tree");
        KernelJar.make(tree, LargeKernel.class, LargeShare.class, LargeShare.Window.class);

        requireTheRightBytes(
                "run",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("hpvm.jar", "") + ":"
                        + Path.of("target/test-classes").toAbsolutePath(),
                LargeParent.class.getName(),
                tree.toString(),
                Long.toString(FIVE_GIBIBYTES + 3));
    }

    /** All of it goes to HDFS, and to each machine. */
    @Test
    @Tag("slow")
    void aShareThatIsFullOfBytesGoesToTheMachinesAndBack() throws IOException, InterruptedException {
        Path parent = parent();
        Toolchain.X86_64.leaf(KERNEL, directory.resolve("large.kernels"), "generic");

        Path oneMachine = directory.resolve("hosts");
        Files.write(
                oneMachine,
                Files.readAllLines(hpvm.conf().resolve("hpvm_hosts.cfg")).stream()
                        .filter(line -> line.contains("hpvm_host") || line.contains("bigboy"))
                        .toList());

        // What it is held in: the parent's memory, a file in HDFS, an image on the machine, a copy for its tasks.
        requireTheRightBytes(
                "run", "-D", "hpvm.hosts=" + oneMachine, parent.toString(), Long.toString(5L << 29), "dense");
    }
}
