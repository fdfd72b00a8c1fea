package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An agent that stands still until it is given up, and then goes on with what it was doing. */
@ExtendWith(HpvmCluster.class)
@Timeout(180)
@Tag("slow")
class ZombieIT {
    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final int TASKS = 60;

    /** Eight bytes each, so that what a machine's tasks merge goes through its segment. */
    private static final int COUNTERS = 4096;

    @TempDir
    Path directory;

    @Test
    void nothingOfItCountsAndItEnds(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Rounds rounds = new Rounds(directory, 0, TASKS, COUNTERS, 30).build();
        Processes processes = new Processes(cluster::processes);

        try (RunningCommand run = rounds.start(cluster.confDirectory(), "-D", "hpvm.agent.timeout=3s")) {
            awaitRounds(rounds, run, 2);
            ProcessHandle agent = processes.alive(Processes.Kind.AGENT).get(0);
            Processes.signal("STOP", agent);
            // Its tasks run elsewhere once it is given up.
            awaitRounds(rounds, run, rounds.done(run) + 3);

            Processes.signal("CONT", agent);

            awaitRounds(rounds, run, rounds.done(run) + 3);
            // Not by isAlive: who has adopted it may never ask how it ended.
            Deadline.in(LIMIT)
                    .require(
                            "the end of the agent",
                            () -> "it lives",
                            () -> !processes.alive(Processes.Kind.AGENT).contains(agent));
            rounds.end();
            assertThat(run.await(LIMIT)).as(run.err()).isZero();
            assertThat(run.err()).contains(rounds.success(rounds.done(run)));
        }
    }

    private static void awaitRounds(Rounds rounds, RunningCommand run, long wanted)
            throws IOException, InterruptedException {
        Deadline.in(LIMIT).require("round " + wanted, () -> "fewer", () -> {
            assertThat(run.process().isAlive()).as(run.err()).isTrue();
            return rounds.done(run) >= wanted;
        });
    }
}
