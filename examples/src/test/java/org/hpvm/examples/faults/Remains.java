package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.MarkedProcesses;
import org.hpvm.minicluster.process.ProcessCluster;

/** What must not be there once an application has ended. */
final class Remains {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Remains() {}

    static void requireNone(ProcessCluster cluster) throws IOException, InterruptedException {
        MarkedProcesses processes = cluster.processes();
        Deadline.in(LIMIT)
                .require(
                        "all processes to end",
                        () -> MarkedProcesses.describe(processes.alive()),
                        () -> processes.alive().isEmpty());
        try (FileSystem files = FileSystem.newInstance(cluster.configuration())) {
            FileStatus[] left = files.globStatus(new org.apache.hadoop.fs.Path("/user/*/.hpvm/apps/*"));
            assertThat(left).as("what is left in HDFS").isEmpty();
        }
        try (Stream<Path> shared = Files.list(Path.of("/dev/shm"))) {
            assertThat(shared).as("what is left in /dev/shm").isEmpty();
        }
        try (Stream<Path> temporary = Files.list(Path.of("/tmp"))) {
            assertThat(temporary.filter(path -> path.getFileName().toString().matches("hpvm-[0-9a-f-]{36}")))
                    .as("gateways' directories that are left")
                    .isEmpty();
        }
    }
}
