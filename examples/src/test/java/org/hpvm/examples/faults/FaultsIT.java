package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.hpvm.minicluster.process.ProcessCluster;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that can die dies, on a cluster whose daemons are processes of their own. */
class FaultsIT {
    @TempDir
    Path directory;

    /** 14 seeds and 15 faults each: 210 of them. */
    @RepeatedTest(14)
    @Tag("slow")
    @Timeout(1200)
    void theAnswerIsTheSameWhateverDiesInAnyOrder(RepetitionInfo repetition) throws IOException, InterruptedException {
        play(repetition.getCurrentRepetition(), List.of(Fault.values()));
    }

    private void play(long seed, List<Fault> faults) throws IOException, InterruptedException {
        DaemonLog.to(Path.of("target/hpvm-cluster.log").toAbsolutePath());
        Random random = new Random(seed);
        List<Fault> shuffled = new ArrayList<>(faults);
        Collections.shuffle(shuffled, random);
        Rounds rounds = new Rounds(directory, 0, 60, 512, 30).build();
        // Short, as programs bind sockets below it.
        Path home = Path.of("/tmp/hpvm-cluster-" + UUID.randomUUID().toString().substring(0, 8));
        ClusterPlan plan = ClusterPlan.of(home, "bigboy", "palm")
                .withProperties(Map.of("yarn.am.liveness-monitor.expiry-interval-ms", "10000"));
        try (ProcessCluster cluster = ProcessCluster.start(plan)) {
            new FaultPlay(cluster, rounds, random).run(shuffled);
        }
    }
}
