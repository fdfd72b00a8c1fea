package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.hpvm.minicluster.process.ProcessCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can die dies, on a cluster whose daemons are processes of their own. A failure names its seed;
 * {@code -Dfaults.seed=7 -Dfaults.seeds=1} plays that one again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    private static final int LARGEST_VOLLEY = 3;

    @TempDir
    Path directory;

    private ProcessCluster cluster;

    @BeforeAll
    void startsTheCluster() throws IOException, InterruptedException {
        DaemonLog.to(Path.of("target/hpvm-cluster.log").toAbsolutePath());
        // Short, as programs bind sockets below it.
        Path home = Path.of("/tmp/hpvm-cluster-" + UUID.randomUUID().toString().substring(0, 8));
        cluster = ProcessCluster.start(ClusterPlan.of(home, "bigboy", "palm")
                .withProperties(Map.of("yarn.am.liveness-monitor.expiry-interval-ms", "10000")));
    }

    @AfterAll
    void stopsTheCluster() throws IOException {
        cluster.close();
    }

    /** 22 of them. */
    @Test
    @Timeout(300)
    void theAnswerIsTheSameWhateverIsKilled() throws IOException, InterruptedException {
        Rounds rounds = new Rounds(directory, 0, 40, 512, 20).build();

        new FaultPlay(cluster, rounds, 0)
                .run(List.of(
                        List.of(
                                Fault.WORKER_KILLED,
                                Fault.WORKER_KILLED,
                                Fault.EXEC_KILLED,
                                Fault.WORKER_KILLED,
                                Fault.WORKER_KILLED,
                                Fault.EXEC_KILLED,
                                Fault.WORKER_KILLED),
                        List.of(
                                Fault.AGENT_KILLED,
                                Fault.WORKER_KILLED,
                                Fault.DATA_NODE_KILLED,
                                Fault.WORKER_KILLED,
                                Fault.WORKER_KILLED),
                        List.of(Fault.SERVER_KILLED, Fault.WORKER_KILLED, Fault.WORKER_KILLED, Fault.EXEC_KILLED),
                        List.of(Fault.NODE_MANAGER_KILLED, Fault.WORKER_KILLED, Fault.NAME_NODE_KILLED),
                        List.of(Fault.RESOURCE_MANAGER_KILLED, Fault.AGENT_KILLED, Fault.WORKER_KILLED)));
    }

    /** 10 seeds and 15 faults each: 150 of them. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Tag("slow")
    @Timeout(900)
    void theAnswerIsTheSameWhateverDiesInAnyOrder(long seed) throws IOException, InterruptedException {
        new FaultPlay(cluster, new Rounds(directory, 0, 60, 512, 30).build(), seed)
                .run(volleys(List.of(Fault.values()), new Random(seed)));
    }

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("faults.seeds", 10))
                .map(index -> Long.getLong("faults.seed", 1) + index);
    }

    /** 6 examples and 12 faults each: 72 of them. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "nqueens, 13, 73712, printed",
        "primes, 20000000, 1270607, printed",
        "ep, S, 6140517, printed",
        "blackscholes, 10001 97, 4.759, printed",
        "mandelbrot, 512, P4, printed",
        "sqrt, '', 998001 = 999.000000, output.dat",
    })
    @Tag("slow")
    @Timeout(900)
    void everyExampleGivesTheSameAnswerWhateverDies(String name, String words, String known, String output)
            throws IOException, InterruptedException {
        long seed = name.hashCode();
        List<Fault> kills = new ArrayList<>(List.of(Fault.values()).stream()
                .filter(fault -> !fault.isPause())
                .toList());
        kills.addAll(List.of(Fault.WORKER_KILLED, Fault.WORKER_KILLED, Fault.EXEC_KILLED, Fault.AGENT_STANDS_STILL));

        new FaultPlay(cluster, new RepeatedExample(directory, name, words, known, output).build(), seed)
                .run(volleys(kills, new Random(seed)));
    }

    private static List<List<Fault>> volleys(List<Fault> faults, Random random) {
        List<Fault> shuffled = new ArrayList<>(faults);
        Collections.shuffle(shuffled, random);
        List<List<Fault>> volleys = new ArrayList<>();
        while (!shuffled.isEmpty()) {
            int size = Math.min(shuffled.size(), 1 + random.nextInt(LARGEST_VOLLEY));
            volleys.add(List.copyOf(shuffled.subList(0, size)));
            shuffled.subList(0, size).clear();
        }
        return volleys;
    }
}
