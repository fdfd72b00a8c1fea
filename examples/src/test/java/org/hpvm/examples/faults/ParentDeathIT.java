package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The parent is killed in the middle of a spawn whose tasks would go on for minutes. */
@ExtendWith(HpvmCluster.class)
@Timeout(180)
class ParentDeathIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int TASK_MILLISECONDS = 300_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void endsTheApplicationLongBeforeItsTasksWouldHaveEnded(EmbeddedCluster cluster)
            throws IOException, InterruptedException {
        Rounds rounds = new Rounds(directory, 1, 20, 512, TASK_MILLISECONDS).build();
        Processes processes = new Processes(cluster::processes);

        try (RunningCommand run = rounds.start(cluster.confDirectory())) {
            Deadline.in(LIMIT)
                    .require(
                            "a task to run",
                            () -> "none",
                            () -> !processes.alive(Processes.Kind.WORKER).isEmpty());
            List<ProcessHandle> parents = run.process()
                    .descendants()
                    .filter(process -> process.info()
                            .command()
                            .orElse("")
                            .equals(directory.resolve("rounds").toString()))
                    .toList();
            assertThat(parents).hasSize(1);

            Processes.signal("KILL", parents.get(0));

            assertThat(run.await(SOON)).as(run.err()).isEqualTo(128 + 9);
            Deadline.in(SOON)
                    .require(
                            "the end of all workers",
                            () -> "some",
                            () -> processes.alive(Processes.Kind.WORKER).isEmpty());
        }
    }
}
