package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an application has in HDFS while it runs. */
@Tag("slow")
@Timeout(150)
class HdfsUseIT {
    private static final long BYTES = 1 << 20;

    /** Files have one replica unless HPVM asks for more. */
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withProperties(Map.of("dfs.replication", "1")));

    @TempDir
    Path directory;

    private Steps steps = new Steps(Path.of(""));

    @BeforeEach
    void build() throws IOException, InterruptedException {
        steps = new Steps(directory).build();
    }

    private static List<FileStatus> list(EmbeddedCluster cluster, String pattern) throws IOException {
        try (FileSystem files = FileSystem.newInstance(cluster.configuration())) {
            return Stream.of(files.globStatus(new org.apache.hadoop.fs.Path("/user/*/.hpvm/apps/*/" + pattern)))
                    .toList();
        }
    }

    /** By their logs, as one that has not registered yet is not counted. */
    private static void awaitAgents(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Deadline.in(Duration.ofSeconds(60)).require("all agents", () -> "fewer", () -> {
            try (Stream<Path> logs = Files.walk(cluster.plan().directory().resolve("yarn"))) {
                return logs.filter(log -> log.endsWith("stderr") && serves(log)).count()
                        >= cluster.plan().machines().size();
            }
        });
    }

    private static boolean serves(Path log) {
        try {
            return Files.readString(log).contains(" serves ");
        } catch (IOException e) {
            return false; // removed meanwhile
        }
    }

    @Test
    void theTasksOfAMachineMergeIntoOneFile(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Steps.Ended ended = steps.run(
                cluster.confDirectory(),
                BYTES,
                Steps.Filled.BY_TASKS,
                unused -> assertThat(list(cluster, "segments/*"))
                        .hasSizeBetween(1, cluster.plan().machines().size()));

        assertThat(ended.status()).as(ended.err()).isZero();
    }

    @Test
    void aShareThatManyMachinesReadGetsMoreReplicas(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Steps.Ended ended = steps.run(
                cluster.confDirectory(),
                BYTES,
                Steps.Filled.BY_PARENT,
                unused -> {
                    awaitAgents(cluster);
                    assertThat(list(cluster, "bases/*"))
                            .extracting(FileStatus::getReplication)
                            .containsExactly((short) 1);
                },
                // Three machines, and their square root is 2.
                unused -> assertThat(list(cluster, "bases/*"))
                        .extracting(FileStatus::getReplication)
                        .containsExactly((short) 2),
                "-D",
                "hpvm.shares.replicated=1m");

        assertThat(ended.status()).as(ended.err()).isZero();
    }
}
