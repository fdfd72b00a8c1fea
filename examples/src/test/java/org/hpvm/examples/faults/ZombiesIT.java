package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.process.ProcessCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What stood still until it was replaced, and then wakes. Its NodeManager stands still all the while, so that nobody
 * ends it: it must find out by itself that it is nobody's any more.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
@Timeout(300)
class ZombiesIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration GIVEN_UP = Duration.ofSeconds(4);

    @TempDir
    Path directory;

    private ProcessCluster cluster;

    @BeforeAll
    void startsTheCluster() throws IOException, InterruptedException {
        DaemonLog.to(Path.of("target/hpvm-cluster.log").toAbsolutePath());
        Path home = Path.of("/tmp/hpvm-cluster-" + UUID.randomUUID().toString().substring(0, 8));
        cluster = ProcessCluster.start(ClusterPlan.of(home, "bigboy", "palm")
                .withProperties(Map.of("yarn.am.liveness-monitor.expiry-interval-ms", "8000")));
    }

    @AfterAll
    void stopsTheCluster() throws IOException {
        cluster.close();
    }

    @Test
    void anAgentThatWakesAfterItWasGivenUpEndsWithItsWorkers() throws IOException, InterruptedException {
        Rounds rounds = new Rounds(directory, 0, 40, 512, 30).build();
        Processes processes = new Processes(cluster::processes);

        try (RunningCommand run = start(rounds)) {
            await(
                    run,
                    "both agents",
                    () -> processes.alive(Processes.Kind.AGENT).size() == 2);
            awaitRounds(rounds, run, 2);
            ProcessHandle agent = processes.alive(Processes.Kind.AGENT).get(0);
            String machine = Processes.machine(agent);

            cluster.pause("nodemanager-" + machine);
            Processes.signal("STOP", agent);
            Thread.sleep(GIVEN_UP.multipliedBy(2).toMillis());
            awaitRounds(rounds, run, rounds.done(run) + 2);
            assertThat(agent.isAlive()).isTrue();
            Processes.signal("CONT", agent);

            await(run, "the agent's end", () -> !agent.isAlive());
            await(
                    run,
                    "the end of its workers",
                    () -> processes.alive(Processes.Kind.WORKER).stream()
                            .noneMatch(worker -> Processes.machine(worker).equals(machine)));
            cluster.resume("nodemanager-" + machine);
            end(rounds, run);
        }
        Remains.requireNone(cluster);
    }

    @Test
    void aServerThatWakesAfterItsSuccessorHasBegunEndsAndChangesNothing() throws IOException, InterruptedException {
        Rounds rounds = new Rounds(directory, 0, 40, 512, 30).build();
        Processes processes = new Processes(cluster::processes);

        try (RunningCommand run = start(rounds)) {
            awaitRounds(rounds, run, 2);
            List<ProcessHandle> servers = processes.alive(Processes.Kind.SERVER);
            assertThat(servers).hasSize(1);
            ProcessHandle server = servers.get(0);
            String machine = Processes.machine(server);

            cluster.pause("nodemanager-" + machine);
            Processes.signal("STOP", server);
            await(
                    run,
                    "a second server",
                    () -> processes.alive(Processes.Kind.SERVER).size() == 2);
            awaitRounds(rounds, run, rounds.done(run) + 2);
            assertThat(server.isAlive()).isTrue();
            Processes.signal("CONT", server);

            await(run, "the first server's end", () -> !server.isAlive());
            awaitRounds(rounds, run, rounds.done(run) + 2);
            cluster.resume("nodemanager-" + machine);
            end(rounds, run);
        }
        Remains.requireNone(cluster);
    }

    private RunningCommand start(Rounds rounds) throws IOException {
        return rounds.start(cluster.confDirectory(), "-D", "hpvm.agent.timeout=" + GIVEN_UP.toSeconds() + "s");
    }

    private static void end(Rounds rounds, RunningCommand run) throws IOException, InterruptedException {
        rounds.end();
        assertThat(run.await(LIMIT)).as(run.err()).isZero();
        rounds.requireRight(run);
    }

    private void awaitRounds(Rounds rounds, RunningCommand run, long wanted) throws IOException, InterruptedException {
        await(run, "round " + wanted, () -> rounds.done(run) >= wanted);
    }

    private void await(RunningCommand run, String what, Deadline.Question question)
            throws IOException, InterruptedException {
        Deadline.in(LIMIT)
                .require(
                        what,
                        () -> {
                            try {
                                return run.err() + "\n" + cluster.tails();
                            } catch (IOException e) {
                                return e.toString();
                            }
                        },
                        () -> {
                            if (!run.process().isAlive()) {
                                throw new IOException("wait for " + what + ": the application ends: " + run.err());
                            }
                            return question.ask();
                        });
    }
}
