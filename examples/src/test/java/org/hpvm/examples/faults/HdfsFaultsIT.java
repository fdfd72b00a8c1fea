package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Damage and want in HDFS: the answer is the same, or one sentence says what is wrong with what. */
@ExtendWith(HpvmCluster.class)
@Timeout(150)
class HdfsFaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(100);
    private static final long BYTES = 1 << 20;

    /** Behind the headers of file and record, or of file and entry. */
    private static final int IN_FIRST_RECORD = 64 + 64 + 200;

    private static final int IN_FIRST_ENTRY = 64 + 16 + 4;

    @TempDir
    Path directory;

    private Steps steps = new Steps(Path.of(""));

    @BeforeEach
    void build() throws IOException, InterruptedException {
        steps = new Steps(directory).build();
    }

    @Test
    void aByteThatIsAnotherInABaseIsNamedAndNotReturned(EmbeddedCluster cluster)
            throws IOException, InterruptedException {
        Steps.Ended ended = steps.run(
                cluster.confDirectory(),
                BYTES,
                Steps.Filled.BY_PARENT,
                unused -> Damage.flipInFiles(cluster.configuration(), "bases/*", 77));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("/bases/", "checksum is not the one that was written");
    }

    @Test
    void soItIsInASegment(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Steps.Ended ended = steps.run(
                cluster.confDirectory(),
                BYTES,
                Steps.Filled.BY_TASKS,
                unused -> Damage.flipInFiles(cluster.configuration(), "segments/*", IN_FIRST_RECORD));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains(".segment", "checksum");
    }

    @Test
    void damageOnTheDiskOfOneMachineIsGotOver(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Steps.Ended ended = steps.run(
                cluster.confDirectory(),
                BYTES,
                Steps.Filled.BY_PARENT,
                unused -> Damage.flipOnDisk(cluster.plan().directory().resolve("hdfs/data/bigboy")));

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("all right");
    }

    @Test
    void aJournalThatIsDamagedEndsTheApplicationByItsName(EmbeddedCluster cluster)
            throws IOException, InterruptedException {
        Steps.Ended ended = steps.run(cluster.confDirectory(), BYTES, Steps.Filled.BY_PARENT, running -> {
            Damage.flipInFiles(cluster.configuration(), "journal/1.journal", IN_FIRST_ENTRY);
            List<ProcessHandle> servers = new Processes(cluster::processes).alive(Processes.Kind.SERVER);
            assertThat(servers).hasSize(1);
            Processes.signal("KILL", servers.get(0));
            Deadline.in(LIMIT)
                    .require(
                            "the end of the server",
                            () -> "it lives",
                            () -> !servers.get(0).isAlive());
        });

        assertThat(ended.status()).isNotZero();
        assertThat(ended.err()).contains("1.journal", "is damaged");
    }

    @Test
    void aQuotaThatIsFullIsNamedWhenTheParentWrites(EmbeddedCluster cluster) throws IOException, InterruptedException {
        requireQuotaNamed(cluster, Steps.Filled.BY_PARENT);
    }

    @Test
    void aQuotaThatIsFullIsNamedWhenTasksMerge(EmbeddedCluster cluster) throws IOException, InterruptedException {
        requireQuotaNamed(cluster, Steps.Filled.BY_TASKS);
    }

    private void requireQuotaNamed(EmbeddedCluster cluster, Steps.Filled filled)
            throws IOException, InterruptedException {
        try (DistributedFileSystem files = (DistributedFileSystem) FileSystem.newInstance(cluster.configuration())) {
            org.apache.hadoop.fs.Path home = files.getHomeDirectory();
            try {
                Steps.Ended ended = steps.runLate(
                        cluster.confDirectory(),
                        BYTES,
                        filled,
                        // No other block has room. The journal has one.
                        unused -> files.setQuota(
                                home,
                                HdfsConstants.QUOTA_DONT_SET,
                                files.getQuotaUsage(home).getSpaceConsumed() + 1));

                assertThat(ended.status()).as(ended.err()).isEqualTo(1);
                assertThat(ended.err()).contains("quota of " + home.toUri().getPath());
            } finally {
                files.setQuota(home, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
            }
        }
    }
}
