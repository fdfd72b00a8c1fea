package org.hpvm.minicluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProcessClusterIT {
    @TempDir
    private Path directory;

    @Test
    void comesBackAfterAKillAndLeavesNothing() throws IOException, InterruptedException {
        DaemonLog.to(Path.of("target/hpvm-cluster.log").toAbsolutePath());
        Path home = directory.resolve("cluster");
        List<ProcessHandle> started;

        try (ProcessCluster cluster = ProcessCluster.start(ClusterPlan.of(home, "bigboy", "palm"))) {
            assertThat(cluster.daemons())
                    .containsExactly(
                            "namenode",
                            "datanode-bigboy",
                            "datanode-palm",
                            "resourcemanager",
                            "nodemanager-bigboy",
                            "nodemanager-palm");
            long killed = cluster.pid("nodemanager-palm");

            cluster.kill("nodemanager-palm");
            assertThat(ProcessHandle.of(killed).filter(ProcessHandle::isAlive)).isEmpty();
            cluster.restart("nodemanager-palm");
            cluster.pause("datanode-bigboy");
            cluster.resume("datanode-bigboy");
            cluster.awaitUp();

            assertThat(cluster.pid("nodemanager-palm")).isNotEqualTo(killed);
            try (FileSystem files = FileSystem.newInstance(cluster.configuration())) {
                org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path("/greeting");
                files.create(file).close();
                assertThat(files.exists(file)).isTrue();
            }
            started = cluster.daemons().stream()
                    .map(daemon -> ProcessHandle.of(cluster.pid(daemon)).orElseThrow())
                    .toList();
        }

        assertThat(started).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.exists(home)).isFalse();
    }
}
