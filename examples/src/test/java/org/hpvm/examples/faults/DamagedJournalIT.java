package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server finds a journal of an earlier attempt that cannot be read. */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class DamagedJournalIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    java.nio.file.Path directory;

    @Test
    void theFirstServerEndsTheApplicationWithTheReason(EmbeddedCluster cluster)
            throws IOException, InterruptedException, YarnException {
        Rounds rounds = new Rounds(directory, 1, 4, 512, 1).build();

        try (RunningCommand run = rounds.start(cluster.confDirectory());
                FileSystem files = FileSystem.newInstance(cluster.configuration())) {
            Deadline.in(LIMIT).require("the application's directory", () -> "none", () -> leaveDamage(files));

            assertThat(run.await(LIMIT)).isNotZero();
            assertThat(run.err()).contains("0.journal");
        }

        try (YarnClient yarn = YarnClient.createYarnClient()) {
            yarn.init(cluster.configuration());
            yarn.start();
            ApplicationReport last = yarn.getApplications().stream()
                    .max(Comparator.comparing(ApplicationReport::getApplicationId))
                    .orElseThrow();
            assertThat(last.getCurrentApplicationAttemptId().getAttemptId()).isEqualTo(1);
        }
    }

    /** Puts a journal before all others that has the length of a header, and nothing of one. */
    private static boolean leaveDamage(FileSystem files) throws IOException {
        FileStatus[] applications = files.globStatus(new Path("/user/*/.hpvm/apps/*"));
        for (FileStatus application : applications) {
            try (var out = files.create(new Path(application.getPath(), "journal/0.journal"))) {
                out.write(new byte[100]);
            }
        }
        return applications.length > 0;
    }
}
