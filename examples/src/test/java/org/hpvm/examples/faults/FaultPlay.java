package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.MarkedProcesses;
import org.hpvm.minicluster.process.ProcessCluster;

/**
 * An application that computes while one thing after the other dies, at moments that a seed decides. After each fault a
 * spawn must come to its end, so that it has surely been got over; a fault that finds nothing to strike fails the play.
 */
record FaultPlay(ProcessCluster cluster, Rounds rounds, Random random) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LEFT = Duration.ofSeconds(40);
    private static final int LONGEST_PAUSE_MILLISECONDS = 1500;

    /** Plays; fails if the answer is wrong, or anything is left behind. */
    void run(List<Fault> faults) throws IOException, InterruptedException {
        try (RunningCommand run = rounds.start(cluster.confDirectory(), "-D", "hpvm.agent.timeout=6s")) {
            awaitRounds(run, 2, "the beginning");
            for (Fault fault : faults) {
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLISECONDS));
                long before = rounds.done(run);
                strike(fault, run);
                // The round under way may have been about to end.
                awaitRounds(run, before + 2, fault.toString());
            }
            rounds.end();
            assertThat(run.await(LIMIT)).as(run.err()).isZero();
            assertThat(run.err()).contains(rounds.success(rounds.done(run)));
        }
        requireNothingLeft();
    }

    private void awaitRounds(RunningCommand run, long wanted, String after) throws IOException, InterruptedException {
        Deadline.in(LIMIT).require("round " + wanted + " after " + after, () -> said(run), () -> {
            if (!run.process().isAlive()) {
                throw new IOException("the application ends after " + after + ": " + run.err());
            }
            return rounds.done(run) >= wanted;
        });
    }

    private String said(RunningCommand run) {
        try {
            return run.err() + "\n" + cluster.tails();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void strike(Fault fault, RunningCommand run) throws IOException, InterruptedException {
        if (fault.process().isPresent()) {
            strike(fault, fault.process().get(), run);
            return;
        }
        List<String> daemons = cluster.daemons().stream()
                .filter(name -> name.startsWith(fault.daemon()))
                .toList();
        String daemon = daemons.get(random.nextInt(daemons.size()));
        if (fault.isPause()) {
            cluster.pause(daemon);
            Thread.sleep(1000 + random.nextInt(2000));
            cluster.resume(daemon);
        } else {
            cluster.kill(daemon);
            Thread.sleep(random.nextInt(1000));
            cluster.restart(daemon);
            cluster.awaitUp();
        }
        requireRunning(fault, run);
    }

    private void strike(Fault fault, Processes.Kind kind, RunningCommand run) throws IOException, InterruptedException {
        Processes processes = new Processes(cluster::processes);
        Deadline.in(LIMIT)
                .require(
                        "a victim of " + fault,
                        () -> said(run),
                        () -> !processes.alive(kind).isEmpty());
        List<ProcessHandle> alive = processes.alive(kind);
        requireRunning(fault, run);
        ProcessHandle victim = alive.get(random.nextInt(alive.size()));
        if (!fault.isPause()) {
            Processes.signal("KILL", victim);
            Deadline.in(LIMIT).require("the end of " + victim.pid(), () -> "it lives", () -> !victim.isAlive());
            return;
        }
        Processes.signal("STOP", victim);
        Thread.sleep(1000 + random.nextInt(9000));
        if (victim.isAlive()) {
            Processes.signal("CONT", victim);
        }
    }

    private static void requireRunning(Fault fault, RunningCommand run) throws IOException {
        assertThat(run.process().isAlive())
                .as("%s comes after the end and proves nothing: %s", fault, run.err())
                .isTrue();
    }

    private void requireNothingLeft() throws IOException, InterruptedException {
        MarkedProcesses processes = cluster.processes();
        Deadline.in(LEFT)
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
