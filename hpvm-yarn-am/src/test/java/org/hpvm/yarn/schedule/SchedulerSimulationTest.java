package org.hpvm.yarn.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchedulerSimulationTest {
    private static final long SPAWN = 7;
    private static final int MOST_TURNS = 20_000;

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    /**
     * Agents that take what they are leased, give back, fail tasks, die and join, in an order that the seed decides.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTaskCountsOnceWhateverAgentsDo(long seed) {
        Random random = new Random(seed);
        long tasks = random.nextInt(1, 3001);
        Scheduler scheduler = new Scheduler();
        scheduler.spawnOpened(SPAWN, tasks);
        Map<Integer, RangeSet> held = new HashMap<>();
        int made = 0;
        long counted = 0;
        long arrived = 0;

        for (int turn = 0; turn < MOST_TURNS && !scheduler.isDone(SPAWN); turn++) {
            if (held.isEmpty() || random.nextInt(50) == 0) {
                held.put(++made, new RangeSet());
                scheduler.agentJoined(made, 1 + random.nextInt(4));
            }
            arrived = Math.min(tasks, arrived + random.nextInt(500));
            scheduler.argumentsArrived(SPAWN, arrived);
            for (Decision decision : scheduler.decide()) {
                RangeSet mine = held.computeIfAbsent(decision.agent(), unused -> new RangeSet());
                decision.match(
                        assign -> {
                            assign.tasks().forEach(range -> {
                                held.values()
                                        .forEach(other ->
                                                assertThat(other.within(range)).isEmpty());
                                mine.add(range.start(), range.end());
                            });
                            return true;
                        },
                        revoke -> {
                            List<IdRange> given = mine.within(revoke.tasks());
                            given.forEach(range -> mine.remove(range.start(), range.end()));
                            scheduler.returned(decision.agent(), SPAWN, given);
                            return true;
                        });
            }
            List<Integer> agents = new ArrayList<>(held.keySet());
            int agent = agents.get(random.nextInt(agents.size()));
            RangeSet mine = held.computeIfAbsent(agent, unused -> new RangeSet());
            for (IdRange range : mine.takeLowest(random.nextInt(200))) {
                if (random.nextInt(10) == 0) {
                    for (long task = range.start(); task < range.end(); task++) {
                        scheduler.failed(agent, SPAWN, task);
                    }
                } else {
                    counted += scheduler.done(agent, SPAWN, range).stream()
                            .mapToLong(IdRange::count)
                            .sum();
                    assertThat(scheduler.done(agent, SPAWN, range)).isEmpty();
                    scheduler.measured(agent, SPAWN, range.count(), Duration.ofNanos(1 + random.nextInt(1_000_000)));
                }
            }
            if (random.nextInt(40) == 0) {
                held.remove(agent);
                scheduler.agentLost(agent);
                assertThat(scheduler.done(agent, SPAWN, new IdRange(0, tasks))).isEmpty();
            }
        }

        assertThat(scheduler.isDone(SPAWN)).isTrue();
        assertThat(counted).isEqualTo(tasks);
    }
}
