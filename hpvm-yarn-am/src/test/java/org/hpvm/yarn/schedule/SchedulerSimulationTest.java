package org.hpvm.yarn.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold whatever machines do; what is checked while they do it is in {@link SimulatedCluster}. */
class SchedulerSimulationTest {
    private static final int MOST_EVENTS = 1_000_000;
    private static final long FIRST_OF_MANY = Long.getLong("simulation.seed", 1000);
    private static final long MANY_SEEDS = Long.getLong("simulation.seeds", 100_000);

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTaskCountsOnceWhateverMachinesDo(long seed) {
        play(seed);
    }

    @Test
    @Tag("slow")
    @Timeout(3600)
    void everyTaskCountsOnceInManyMoreRuns() {
        for (long seed = FIRST_OF_MANY; seed < FIRST_OF_MANY + MANY_SEEDS; seed++) {
            try {
                play(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void play(long seed) {
        SimulatedCluster cluster = new SimulatedCluster(seed);
        Random random = cluster.random();
        int spawns = 1 + random.nextInt(3);
        for (long spawn = 1; spawn <= spawns; spawn++) {
            long number = spawn;
            int tasks = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
            cluster.after(random.nextInt(1000) * cluster.meanTask() / 100, () -> cluster.open(number, tasks));
        }
        cluster.expect(spawns);

        Duration took = cluster.play(MOST_EVENTS);

        cluster.assertNothingIsLostOrWasted();
        assertThat(took).isLessThan(cluster.longest());
    }
}
