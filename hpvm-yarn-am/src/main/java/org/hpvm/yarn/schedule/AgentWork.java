package org.hpvm.yarn.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/** One agent as the scheduler sees it: what it has, and whether it may get more. Not thread-safe. */
final class AgentWork {
    private static final int MOST_KERNELS = 16;

    private final int number;
    private final int processors;
    private final double speed;
    private final Map<Long, Holding> bySpawn = new LinkedHashMap<>();
    private final Map<String, Rate> rateByKernel = new LinkedHashMap<>(4, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rate> eldest) {
            return size() > MOST_KERNELS;
        }
    };
    final Health health = new Health();
    /** Whether it was asked to give tasks back, and has not answered. */
    boolean isAskedToGiveBack;
    /** Whether it gets no more tasks, since its machine is to be given back. */
    boolean isLeaving;

    AgentWork(int number, int processors, double speed) {
        this.number = number;
        this.processors = processors;
        this.speed = speed;
    }

    int number() {
        return number;
    }

    int processors() {
        return processors;
    }

    /** How fast a processor is said to be, compared with those of others. */
    double speed() {
        return speed;
    }

    /** What it has of a spawn. */
    Holding of(SpawnTasks spawn) {
        return bySpawn.computeIfAbsent(spawn.number(), unused -> {
            Holding holding = spawn.holding(number, processors);
            Rate earlier = rateByKernel.get(spawn.kernel());
            if (earlier != null) {
                holding.rate.expect(earlier);
            }
            return holding;
        });
    }

    boolean isUnable(long spawn) {
        Holding holding = bySpawn.get(spawn);
        return holding != null && holding.unable;
    }

    /** Forgets a spawn that is over, but for how fast its kernel ran. */
    void forget(SpawnTasks spawn) {
        Holding holding = bySpawn.remove(spawn.number());
        if (holding != null && holding.rate.isKnown()) {
            rateByKernel.put(spawn.kernel(), holding.rate);
        }
    }

    Map<Long, Holding> bySpawn() {
        return bySpawn;
    }

    /** How many tasks it has, over all spawns. */
    long held() {
        long held = 0;
        for (Holding holding : bySpawn.values()) {
            held += holding.size();
        }
        return held;
    }

    /** Whether it may get tasks. */
    boolean mayTake() {
        return !isLeaving && !health.isLeftOut();
    }
}
