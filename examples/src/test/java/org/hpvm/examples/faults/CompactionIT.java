package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A share that is rewritten round after round takes no more and more room, also when the server dies meanwhile. */
@ExtendWith(HpvmCluster.class)
@Tag("slow")
@Timeout(180)
class CompactionIT {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    @TempDir
    Path directory;

    @Test
    void segmentsThatNobodyNeedsGoWhileTheProgramRunsAndNoCounterIsLost(
            EmbeddedCluster cluster, Configuration configuration) throws IOException, InterruptedException {
        FileSystem files = FileSystem.get(configuration);
        Processes processes = new Processes(cluster::processes);
        Rounds rounds = new Rounds(directory, 0, 8, 4096, 1).build();
        try (RunningCommand run = rounds.start(
                cluster.confDirectory(),
                "-Dhpvm.report.inline=1",
                "-Dhpvm.segment.size=200k",
                "-Dhpvm.compaction.least=300k",
                "-Dhpvm.compaction.grace=1s")) {
            Set<String> seen = new TreeSet<>();
            awaitRemoval(files, seen);
            ProcessHandle server = processes.alive(Processes.Kind.SERVER).get(0);

            Processes.signal("KILL", server);

            long before = rounds.done(run);
            Deadline.in(LIMIT).require("more rounds", () -> "fewer", () -> rounds.done(run) > before + 20);
            awaitRemoval(files, new TreeSet<>());
            rounds.end();
            assertThat(run.await(LIMIT)).as(run.err()).isZero();
            assertThat(run.err()).contains(rounds.success(rounds.done(run)));
        }
    }

    /** Waits until a compacted base is there, and a segment that was there is gone. */
    private static void awaitRemoval(FileSystem files, Set<String> seen) throws IOException, InterruptedException {
        Deadline.in(LIMIT).require("a segment to go", () -> seen + " were seen", () -> {
            Set<String> segments = names(files, "segments");
            boolean isCompacted = names(files, "bases").stream().anyMatch(name -> name.contains("compacted"));
            boolean isRemoved = !segments.containsAll(seen);
            seen.addAll(segments);
            return isCompacted && isRemoved;
        });
    }

    /** Of the only application. */
    private static Set<String> names(FileSystem files, String kind) throws IOException {
        Set<String> names = new TreeSet<>();
        org.apache.hadoop.fs.Path all = new org.apache.hadoop.fs.Path(files.getHomeDirectory(), ".hpvm/apps");
        try {
            for (FileStatus application : files.listStatus(all)) {
                names.addAll(Arrays.stream(files.listStatus(new org.apache.hadoop.fs.Path(application.getPath(), kind)))
                        .map(status -> status.getPath().getName())
                        .collect(Collectors.toSet()));
            }
        } catch (FileNotFoundException e) {
            return names;
        }
        return names;
    }
}
