package org.hpvm.yarn.schedule;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.model.IdRange;

/**
 * Decides how many tasks of which spawn an agent gets: about 100 ms of work by its own measured rate, but never more
 * than its part of half of what is left, so that all agents end together. What is left is not halved any more when it
 * takes less time than to report and lease several times. Until a rate is known, what people say of an agent's speed
 * makes this less on a slow machine. Of several spawns the one comes first that keeps the fewest processors of other
 * agents busy, so that each has its share and an agent stays with one as long as that is fair. Not thread-safe.
 */
final class Supply {
    static final Duration LEASE = Duration.ofMillis(100);
    /** A lease more costs some 5 ms; what this would win by better balance is less. */
    private static final Duration SHORT = Duration.ofMillis(20);

    private static final long MOST_BEFORE_RATE_IS_KNOWN = 1024;
    private static final long MOST_IN_A_LEASE = 1 << 20;
    private static final double LOW = 0.5;

    private final Map<Long, SpawnTasks> spawns;
    private final Capacity capacity;

    Supply(Map<Long, SpawnTasks> spawns, Capacity capacity) {
        this.spawns = spawns;
        this.capacity = capacity;
    }

    /** The next lease of an agent; empty if it has enough, or there is nothing for it. */
    Optional<Decision.Assign> next(AgentWork agent, long nowNanoseconds) {
        long held = agent.held();
        double fullness = fullness(agent);
        boolean isLow = held < agent.processors() || fullness <= LOW;
        if (!agent.mayTake() || !isLow) {
            return Optional.empty();
        }
        return first(agent, spawns.values()).map(spawn -> {
            Holding holding = agent.of(spawn);
            long room = (long) (target(agent, spawn, holding) * Math.max(0, 1 - fullness));
            long wanted = Math.max(1, Math.max(agent.processors() - held, Math.min(room, MOST_IN_A_LEASE)));
            List<IdRange> tasks = spawn.lease(holding, wanted, mayRepeat(agent, spawn), nowNanoseconds);
            return new Decision.Assign(agent.number(), spawn.number(), tasks);
        });
    }

    private double fullness(AgentWork agent) {
        double fullness = 0;
        for (Map.Entry<Long, Holding> entry : agent.bySpawn().entrySet()) {
            SpawnTasks spawn = spawns.get(entry.getKey());
            if (spawn != null && entry.getValue().size() > 0) {
                fullness += entry.getValue().size() / (double) target(agent, spawn, entry.getValue());
            }
        }
        return fullness;
    }

    /** How many tasks of a spawn an agent has, at best, when it has no other. */
    private long target(AgentWork agent, SpawnTasks spawn, Holding holding) {
        int processors = holding.processors();
        long enough = holding.rate.isExpected() ? holding.rate.tasksIn(LEASE, processors) : MOST_BEFORE_RATE_IS_KNOWN;
        long all = Math.max(1, capacity.processorsFor(spawn.number()));
        long part = (Math.multiplyExact(spawn.unfinished(), processors) + all - 1) / all;
        if (holding.rate.isExpected() && holding.rate.timeFor(part, processors).compareTo(SHORT) <= 0) {
            return Math.max(1, Math.min(part, MOST_IN_A_LEASE));
        }
        long fair = Math.max(processors, Math.multiplyExact(spawn.unleased(), processors) / (2 * all));
        double speed = holding.rate.isExpected() ? 1 : capacity.relativeSpeed(agent);
        return Math.max(1, (long) (Math.min(Math.min(enough, fair), MOST_IN_A_LEASE) * speed));
    }

    private Optional<SpawnTasks> first(AgentWork agent, Collection<SpawnTasks> all) {
        SpawnTasks first = null;
        for (SpawnTasks spawn : all) {
            boolean mayHave = spawn.hasWaiting()
                    && !agent.isUnable(spawn.number())
                    && spawn.waitingFor(agent.number(), mayRepeat(agent, spawn)) > 0;
            if (mayHave && (first == null || comesBefore(spawn, first, agent))) {
                first = spawn;
            }
        }
        return Optional.ofNullable(first);
    }

    private static boolean comesBefore(SpawnTasks one, SpawnTasks other, AgentWork agent) {
        long oneHere = agent.of(one).occupied();
        long otherHere = agent.of(other).occupied();
        long oneElsewhere = one.occupied() - oneHere;
        long otherElsewhere = other.occupied() - otherHere;
        return oneElsewhere != otherElsewhere ? oneElsewhere < otherElsewhere : oneHere < otherHere;
    }

    /** A task is tried again on the agent on which it failed only if there is no other. */
    private boolean mayRepeat(AgentWork agent, SpawnTasks spawn) {
        return capacity.processorsFor(spawn.number()) <= agent.processors();
    }
}
