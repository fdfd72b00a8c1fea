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

/** The server of an application is killed in the middle of a spawn. */
@ExtendWith(HpvmCluster.class)
@Timeout(180)
class ServerRecoveryIT {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @TempDir
    Path directory;

    @Test
    void theParentGetsItsAnswerFromTheNextServerAndTheAgentsStay(EmbeddedCluster cluster)
            throws IOException, InterruptedException {
        Rounds rounds = new Rounds(directory, 3, 120, 512, 100).build();
        Processes processes = new Processes(cluster::processes);

        try (RunningCommand run = rounds.start(cluster.confDirectory())) {
            Deadline.in(LIMIT)
                    .require(
                            "a task to run",
                            () -> "none",
                            () -> !processes.alive(Processes.Kind.WORKER).isEmpty());
            Deadline.in(LIMIT)
                    .require(
                            "all agents",
                            () -> "fewer",
                            () -> processes.alive(Processes.Kind.AGENT).size() == 3);
            Deadline.in(LIMIT).require("a round", () -> "none", () -> run.err().contains("round 0 done"));
            List<ProcessHandle> servers = processes.alive(Processes.Kind.SERVER);
            List<ProcessHandle> agents = processes.alive(Processes.Kind.AGENT);
            assertThat(servers).hasSize(1);

            Processes.signal("KILL", servers.get(0));

            assertThat(run.err()).as("the fault comes before the end").doesNotContain(rounds.success(3));
            Deadline.in(LIMIT)
                    .require(
                            "a second server",
                            () -> "none",
                            () -> processes.alive(Processes.Kind.SERVER).stream()
                                    .anyMatch(server -> !servers.contains(server)));
            Deadline.in(LIMIT)
                    .require("another round", () -> "none", () -> run.err().contains("round 1 done"));
            assertThat(processes.alive(Processes.Kind.AGENT)).containsExactlyInAnyOrderElementsOf(agents);
            assertThat(run.await(LIMIT)).as(run.err()).isZero();
            assertThat(run.err()).contains(rounds.success(3));
        }
    }
}
