package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a server that was killed leaves in HDFS is swept, and nothing else is. */
@ExtendWith(HpvmCluster.class)
@Timeout(180)
class SweepIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void theStateOfAKilledServerIsSweptAndThatOfALivingOneIsNot(EmbeddedCluster cluster, Configuration configuration)
            throws IOException, InterruptedException {
        FileSystem files = FileSystem.get(configuration);
        String dead = submitAndKillTheServer(cluster);
        String living = hpvm.hpvm("session", "start", "-D", "hpvm.sweep=off", "sweeps")
                .out()
                .strip();
        try {
            assertThat(files.exists(state(files, dead)))
                    .as("what a crash leaves")
                    .isTrue();

            CommandRunner.Ended dry = hpvm.hpvm("app", "sweep", "--dry-run");

            assertThat(dry.status()).as(dry.err()).isZero();
            assertThat(line(dry.out(), dead)).startsWith("would be removed").contains("has ended");
            assertThat(line(dry.out(), "apps/" + living)).startsWith("left").contains("lives");
            assertThat(line(dry.out(), "sessions/sweeps")).startsWith("left").contains("lives");
            assertThat(files.exists(state(files, dead))).isTrue();

            CommandRunner.Ended swept = hpvm.hpvm("app", "sweep");

            assertThat(line(swept.out(), dead)).startsWith("removed");
            assertThat(files.exists(state(files, dead))).isFalse();
            assertThat(files.exists(state(files, living))).isTrue();
        } finally {
            hpvm.hpvm("session", "stop", "sweeps");
        }
    }

    @Test
    void aRunSweepsBesideItsWork(EmbeddedCluster cluster, Configuration configuration)
            throws IOException, InterruptedException {
        FileSystem files = FileSystem.get(configuration);
        String dead = submitAndKillTheServer(cluster);
        assertThat(files.exists(state(files, dead))).as("what a crash leaves").isTrue();

        CommandRunner.Ended run = hpvm.hpvm("run", "/bin/sleep", "4");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(files.exists(state(files, dead))).isFalse();
    }

    @Test
    void whatAnotherYarnMayOwnIsLeftAlone(Configuration configuration) throws IOException, InterruptedException {
        FileSystem files = FileSystem.get(configuration);
        org.apache.hadoop.fs.Path foreign = state(files, "application_1_0001");
        org.apache.hadoop.fs.Path never = state(files, "application_1_0002");
        files.mkdirs(foreign);
        files.mkdirs(never);
        String yarn = configuration.get("yarn.resourcemanager.address", "");
        files.setXAttr(never, "user.hpvm.yarn", yarn.getBytes(StandardCharsets.UTF_8));
        try {
            String young = hpvm.hpvm("app", "sweep").out();
            String old = hpvm.hpvm("app", "sweep", "-D", "hpvm.sweep.youth=0s").out();

            assertThat(line(young, "application_1_0001")).startsWith("left").contains("another YARN");
            assertThat(line(young, "application_1_0002")).startsWith("left").contains("about to be submitted");
            assertThat(line(old, "application_1_0001")).startsWith("left");
            assertThat(line(old, "application_1_0002")).startsWith("removed");
            assertThat(files.exists(foreign)).isTrue();
            assertThat(files.exists(never)).isFalse();
        } finally {
            files.delete(foreign, true);
        }
    }

    /** A program inside the cluster is not begun again, so the application ends with its server. */
    private String submitAndKillTheServer(EmbeddedCluster cluster) throws IOException, InterruptedException {
        Path sleeps = directory.resolve("sleeps");
        if (!Files.exists(sleeps)) {
            Files.writeString(sleeps, "#!/bin/sh\nsleep 1000\n");
            assertThat(sleeps.toFile().setExecutable(true)).isTrue();
        }
        String id = hpvm.hpvm("submit", "./sleeps").out().strip();
        Deadline.in(LIMIT)
                .require(
                        "the program to run",
                        () -> "",
                        () -> cluster.processes().alive().stream()
                                .anyMatch(process ->
                                        process.info().commandLine().orElse("").contains("sleep 1000")));
        List<ProcessHandle> servers = cluster.processes().alive().stream()
                .filter(process -> process.info().command().orElse("").endsWith("java")
                        && process.info().commandLine().orElse("").contains("ServerMain"))
                .toList();
        assertThat(servers).hasSize(1);
        servers.get(0).destroyForcibly();
        // YARN ends what the container has started too, in its own time.
        cluster.processes().alive().stream()
                .filter(process -> process.info().commandLine().orElse("").contains("sleep"))
                .forEach(ProcessHandle::destroyForcibly);
        Deadline.in(LIMIT)
                .require("the application to fail", () -> "", () -> status(id).contains("FAILED"));
        return id;
    }

    private String status(String id) throws IOException {
        try {
            return hpvm.hpvm("app", "status", id).out();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static org.apache.hadoop.fs.Path state(FileSystem files, String id) {
        return new org.apache.hadoop.fs.Path(files.getHomeDirectory(), ".hpvm/apps/" + id);
    }

    private static String line(String table, String about) {
        return table.lines().filter(line -> line.contains(about)).findFirst().orElse("no line about " + about);
    }
}
