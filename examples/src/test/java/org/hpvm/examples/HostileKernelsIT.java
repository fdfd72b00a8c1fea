package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernels that do what kernels must not: each ends as it should, the spawns after it run as if nothing had been, and
 * nothing is left of it, which the extension looks at.
 */
@ExtendWith(HpvmCluster.class)
@Timeout(160)
class HostileKernelsIT {
    private static final int TASK = -10;
    private static final String ALL = "1 2 3 4 5 6 7 8";
    private static final String NOTHING = "0 0 0 0 0 0 0 0";

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void aCrashIsToldApartFromAnExitAndCostsTheNeighboursNothing() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("segv") + ",attempts=1",
                CPrograms.tree("exit_139") + ",attempts=1",
                CPrograms.tree("write_descriptors") + ",attempts=1",
                CPrograms.tree("segv_once") + ",attempts=2:" + directory + "/crashed");

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        ParentLines lines = new ParentLines(ended.out());
        lines.failed("segv", TASK, "the kernel was ended by SIGSEGV");
        lines.failed("exit_139", TASK, "the kernel called exit(139)");
        lines.failed("write_descriptors", TASK, "task 0 on ");
        lines.ran("segv_once", ALL);
        lines.assertAll();
        assertThat(directory.resolve("crashed")).exists();
    }

    @Test
    void whatTakesTooLongIsEndedWithAllThatItStarted() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("sleep_forever") + ",attempts=1,time=1s",
                CPrograms.tree("ignore_term") + ",attempts=1,time=1s",
                CPrograms.tree("fork_many") + ",attempts=1,time=1s",
                CPrograms.tree("orphan").toString(),
                CPrograms.tree("segv_once").toString());

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        ParentLines lines = new ParentLines(ended.out());
        lines.failed("sleep_forever", TASK, "it ran longer than the 1000 ms it may");
        lines.failed("ignore_term", TASK, "it ran longer than the 1000 ms it may");
        lines.failed("fork_many", TASK, "it ran longer than the 1000 ms it may");
        lines.ran("orphan", NOTHING);
        lines.ran("segv_once", ALL);
        lines.assertAll();
    }

    @Test
    void whatTakesTooMuchIsEndedAndTheNextSpawnRuns() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("print_forever") + ",attempts=1,output=1m",
                CPrograms.tree("allocate_forever") + ",attempts=1,memory=256m",
                CPrograms.tree("segv_once").toString());

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        ParentLines lines = new ParentLines(ended.out());
        lines.failed("print_forever", TASK, "it printed more than the 1");
        lines.failed("allocate_forever", TASK, "the kernel was ended by SIGSEGV");
        lines.ran("segv_once", ALL);
        lines.assertAll();
    }
}
