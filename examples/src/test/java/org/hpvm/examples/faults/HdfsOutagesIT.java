package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.process.ProcessCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Daemons of HDFS that die while tasks merge, on a cluster whose daemons are processes of their own. */
@Timeout(400)
@Tag("slow")
class HdfsOutagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final long BYTES = 200 << 20;

    @TempDir
    Path directory;

    private Steps steps = new Steps(Path.of(""));

    @BeforeEach
    void build() throws IOException, InterruptedException {
        DaemonLog.to(Path.of("target/hpvm-cluster.log").toAbsolutePath());
        steps = new Steps(directory).build();
    }

    /** Done to a cluster while tasks write segments to it. */
    @FunctionalInterface
    private interface Outage {
        void happen(ProcessCluster cluster) throws IOException, InterruptedException;
    }

    @Test
    void aDataNodeThatDiesUnderASegmentIsGotOver() throws IOException, InterruptedException {
        requireTheRightBytes(cluster -> cluster.kill("datanode-palm"));
    }

    @Test
    void soIsANameNodeThatIsStartedAnew() throws IOException, InterruptedException {
        requireTheRightBytes(cluster -> {
            cluster.kill("namenode");
            cluster.restart("namenode");
            cluster.awaitUp();
        });
    }

    private void requireTheRightBytes(Outage outage) throws IOException, InterruptedException {
        // Short, as programs bind sockets below it.
        Path home = Path.of("/tmp/hpvm-cluster-" + UUID.randomUUID().toString().substring(0, 8));
        try (ProcessCluster cluster = ProcessCluster.start(ClusterPlan.of(home, "bigboy", "palm"))) {
            Steps.Ended ended = steps.runThrough(cluster.confDirectory(), BYTES, Steps.Filled.BY_TASKS, running -> {
                awaitSegments(cluster, running);
                outage.happen(cluster);
                assertThat(running.err()).as("the outage comes before the end").doesNotContain("halfway");
            });

            assertThat(ended.status()).as(ended.err()).isZero();
            assertThat(ended.err()).contains("all right");
        }
    }

    private static void awaitSegments(ProcessCluster cluster, RunningCommand running)
            throws IOException, InterruptedException {
        org.apache.hadoop.fs.Path segments = new org.apache.hadoop.fs.Path("/user/*/.hpvm/apps/*/segments/*");
        try (FileSystem files = FileSystem.newInstance(cluster.configuration())) {
            Deadline.in(LIMIT).require("a segment", () -> "none", () -> {
                assertThat(running.process().isAlive()).as(running.err()).isTrue();
                return files.globStatus(segments).length > 0;
            });
        }
    }
}
