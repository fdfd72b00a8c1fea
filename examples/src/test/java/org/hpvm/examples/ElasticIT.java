package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Machines come and go while programs work; each task is done once all the same. */
@Timeout(300)
class ElasticIT {
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMachines("bigboy", "laptop", "palm"));

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SESSION = "elastic";

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void aMachineThatJoinsWhileASpawnRunsGetsWork(EmbeddedCluster cluster) throws IOException, InterruptedException {
        cluster.stopMachine("palm");
        List<String> lines;
        try (WatchedRun run = works(20, "0 awaits palm " + directory.resolve("joined"))) {
            run.await(line -> line.endsWith(" waits"));
            cluster.startMachine("palm");
            lines = run.end();
        }

        assertEachHasWorkedOnce(lines, 20);
        assertThat(lines).anyMatch(line -> line.matches("palm \\d+ \\| task \\d+ has worked"));
    }

    @Test
    @Tag("slow")
    void machinesAreGivenBackWhenIdleAndAskedForAgain(EmbeddedCluster cluster)
            throws IOException, InterruptedException {
        assertThat(hpvm.hpvm(
                                "session",
                                "start",
                                "-D",
                                "hpvm.agents.max=2",
                                "-D",
                                "hpvm.agents.min=1",
                                "-D",
                                "hpvm.agents.idle=2s",
                                SESSION)
                        .status())
                .isZero();
        try {
            awaitContainers(cluster, 3);
            assertEachHasWorkedOnce(worksInSession(40), 40);
            awaitContainers(cluster, 2);

            List<String> lines = worksInSession(60);

            assertEachHasWorkedOnce(lines, 60);
            assertThat(lines.stream()
                            .filter(line -> line.endsWith(" has worked"))
                            .map(line -> line.substring(0, line.indexOf(' ')))
                            .distinct())
                    .hasSize(2);
        } finally {
            hpvm.hpvm("session", "stop", SESSION);
        }
    }

    @Test
    @Tag("slow")
    void aMachineOnWhichMoreFailsIsLeftOutAndTriedAgainLater() throws IOException, InterruptedException {
        Path mended = directory.resolve("mended");
        List<String> lines;
        try (WatchedRun run = works(240, "0.3 fails palm " + mended)) {
            run.await(line -> line.contains("palm gets no tasks for some seconds"));
            Files.createFile(mended);
            lines = run.end();
        }

        assertEachHasWorkedOnce(lines, 240);
        assertThat(lines).anyMatch(line -> line.matches("palm \\d+ \\| task \\d+ has worked"));
    }

    private WatchedRun works(int tasks, String argument) throws IOException, InterruptedException {
        return new WatchedRun(hpvm.startWatched(
                "run",
                CPrograms.parent("works"),
                CPrograms.tree("work_slowly").toString(),
                Integer.toString(tasks),
                argument));
    }

    private List<String> worksInSession(int tasks) throws IOException, InterruptedException {
        try (WatchedRun run = new WatchedRun(hpvm.startWatched(
                "run",
                "--session",
                SESSION,
                CPrograms.parent("works"),
                CPrograms.tree("work_slowly").toString(),
                Integer.toString(tasks),
                "0.3"))) {
            return run.end();
        }
    }

    private static void awaitContainers(EmbeddedCluster cluster, int wanted) throws InterruptedException, IOException {
        Deadline.in(LIMIT)
                .require(
                        wanted + " containers",
                        () -> cluster.containers() + " run",
                        () -> cluster.containers() == wanted);
    }

    private static void assertEachHasWorkedOnce(List<String> lines, int tasks) {
        assertThat(worked(lines))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, tasks).boxed().toList());
    }

    private static List<Long> worked(List<String> lines) {
        return lines.stream()
                .filter(line -> line.endsWith(" has worked"))
                .map(line -> Long.valueOf(line.split(" ", -1)[1]))
                .toList();
    }
}
