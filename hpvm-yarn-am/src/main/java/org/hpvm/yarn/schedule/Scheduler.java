package org.hpvm.yarn.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hpvm.model.IdRange;

/**
 * Decides which agent gets which tasks. Pure: no clock, no thread, no input or output; events go in, decisions come
 * out. Not thread-safe.
 *
 * <p>An agent is kept supplied with about 100 ms of work by its own measured rate, but never with more than its part of
 * half of what is left, so that all agents end together. When nothing is left to give, an agent without work gets what
 * a slower one has not begun.
 */
public final class Scheduler {
    private static final Duration LEASE = Duration.ofMillis(100);
    private static final Duration WORTH_MOVING = Duration.ofMillis(20);
    private static final long MOST_BEFORE_RATE_IS_KNOWN = 1024;
    private static final long MOST_IN_A_LEASE = 1 << 20;

    private final Map<Integer, AgentWork> agents = new LinkedHashMap<>();
    private final Map<Long, SpawnTasks> spawns = new LinkedHashMap<>();

    private static final class AgentWork {
        private final int processors;
        private final Map<Long, Rate> rates = new HashMap<>();
        private final Set<Long> unable = new HashSet<>();
        /** Spawns of which it had nothing to give back, since its last lease. */
        private final Set<Long> barren = new HashSet<>();

        private boolean isAskedToGiveBack;

        AgentWork(int processors) {
            this.processors = processors;
        }

        Rate rate(long spawn) {
            return rates.computeIfAbsent(spawn, unused -> new Rate());
        }
    }

    public void agentJoined(int agent, int processors) {
        agents.put(agent, new AgentWork(processors));
    }

    /** What was leased to the agent waits again. */
    public void agentLost(int agent) {
        agents.remove(agent);
        spawns.values().forEach(tasks -> tasks.agentLost(agent));
    }

    public void spawnOpened(long spawn, long tasks) {
        spawns.put(spawn, new SpawnTasks(tasks));
    }

    public void spawnClosed(long spawn) {
        spawns.remove(spawn);
        agents.values().forEach(agent -> {
            agent.rates.remove(spawn);
            agent.unable.remove(spawn);
        });
    }

    /** The arguments of all tasks before {@code upTo} are there. */
    public void argumentsArrived(long spawn, long upTo) {
        find(spawn).ifPresent(tasks -> tasks.argumentsArrived(upTo));
    }

    /**
     * An agent has done tasks.
     *
     * @return those of them that count: not what was not leased to it, or not any more
     */
    public List<IdRange> done(int agent, long spawn, IdRange range) {
        return find(spawn).map(tasks -> tasks.done(agent, range)).orElse(List.of());
    }

    /** Learns how fast an agent is. */
    public void measured(int agent, long spawn, long tasks, Duration busy) {
        AgentWork work = agents.get(agent);
        if (work != null) {
            work.rate(spawn).measured(tasks, busy);
        }
    }

    /** An agent gives tasks back; also the answer to a {@link Decision.Revoke}, then maybe without tasks. */
    public void returned(int agent, long spawn, List<IdRange> ranges) {
        AgentWork work = agents.get(agent);
        if (work != null) {
            work.isAskedToGiveBack = false;
            if (ranges.isEmpty()) {
                work.barren.add(spawn);
            }
        }
        find(spawn).ifPresent(tasks -> ranges.forEach(range -> tasks.returned(agent, range)));
    }

    /**
     * A task has failed; it waits for another attempt unless the spawn is closed now.
     *
     * @return how often it has failed by now; 0 if the agent did not hold it
     */
    public int failed(int agent, long spawn, long task) {
        return find(spawn).map(tasks -> tasks.failed(agent, task)).orElse(0);
    }

    /** How often a task has failed so far. */
    public int failures(long spawn, long task) {
        return find(spawn).map(tasks -> tasks.failures(task)).orElse(0);
    }

    /** The tasks of a range that have failed before, each alone, ascending. */
    public List<IdRange> failedWithin(long spawn, IdRange range) {
        return find(spawn).map(tasks -> tasks.failedWithin(range)).orElse(List.of());
    }

    /** Tasks are done, as an earlier attempt of the server has written down. */
    public void restoreDone(long spawn, IdRange range) {
        find(spawn).ifPresent(tasks -> tasks.restoreDone(range));
    }

    /** A task has failed once more, as an earlier attempt of the server has written down. */
    public void restoreFailure(long spawn, long task) {
        find(spawn).ifPresent(tasks -> tasks.restoreFailure(task));
    }

    /** An agent still holds tasks that an earlier attempt of the server has leased to it. */
    public void adopted(int agent, long spawn, IdRange range) {
        find(spawn).ifPresent(tasks -> tasks.adopted(agent, range));
    }

    /** An agent has no leaf that it can run: what it holds of the spawn waits again, and it gets no more. */
    public void unable(int agent, long spawn) {
        AgentWork work = agents.get(agent);
        if (work != null) {
            work.unable.add(spawn);
            find(spawn).ifPresent(tasks -> tasks.agentLost(agent));
        }
    }

    /** Whether an agent is there that may run the spawn's tasks. */
    public boolean hasAbleAgent(long spawn) {
        return agents.values().stream().anyMatch(agent -> !agent.unable.contains(spawn));
    }

    public boolean isDone(long spawn) {
        return find(spawn).map(SpawnTasks::isDone).orElse(false);
    }

    /** How many tasks of the spawn are done. */
    public long done(long spawn) {
        return find(spawn).map(SpawnTasks::done).orElse(0L);
    }

    /** The agents to which a task is leased. */
    public List<Integer> holders(long spawn, long task) {
        return find(spawn)
                .map(tasks -> agents.keySet().stream()
                        .filter(agent -> tasks.isLeasedTo(agent, task))
                        .toList())
                .orElse(List.of());
    }

    /** What is to be done now; the leases count as given once this returns. */
    public List<Decision> decide() {
        List<Decision> decisions = new ArrayList<>();
        agents.forEach((agent, work) -> spawns.forEach((spawn, tasks) -> {
            if (!work.unable.contains(spawn)) {
                long wanted = wanted(agent, work, spawn, tasks);
                if (wanted > 0) {
                    work.barren.remove(spawn);
                    decisions.add(new Decision.Assign(agent, spawn, tasks.lease(agent, wanted)));
                }
            }
        }));
        spawns.forEach((spawn, tasks) -> steal(spawn, tasks).ifPresent(decisions::add));
        return decisions;
    }

    /** How many tasks to give an agent now. */
    private long wanted(int agent, AgentWork work, long spawn, SpawnTasks tasks) {
        long leased = tasks.leasedTo(agent);
        Rate rate = work.rate(spawn);
        long enough = rate.isKnown() ? rate.tasksIn(LEASE, work.processors) : MOST_BEFORE_RATE_IS_KNOWN;
        long fair = Math.max(work.processors, tasks.unleased() * work.processors / (2L * processorsFor(spawn)));
        long target = Math.min(Math.min(enough, fair), MOST_IN_A_LEASE);
        boolean runsLow = leased < work.processors || leased <= target / 2;
        return tasks.waiting() > 0 && runsLow ? Math.min(tasks.waiting(), target - Math.min(target, leased)) : 0;
    }

    private int processorsFor(long spawn) {
        return agents.values().stream()
                .filter(agent -> !agent.unable.contains(spawn))
                .mapToInt(agent -> agent.processors)
                .sum();
    }

    /**
     * When nothing waits and an agent has less to do than processors, half of what the busiest agent has left is asked
     * back.
     */
    private Optional<Decision> steal(long spawn, SpawnTasks tasks) {
        boolean someoneIsIdle = tasks.unleased() == 0
                && agents.entrySet().stream()
                        .anyMatch(entry ->
                                !entry.getValue().unable.contains(spawn) && tasks.leasedTo(entry.getKey()) == 0);
        if (!someoneIsIdle) {
            return Optional.empty();
        }
        Optional<Integer> victim = agents.keySet().stream()
                .filter(agent -> isWorthRobbing(agent, spawn, tasks))
                .max(Comparator.comparing(agent -> timeLeft(agent, spawn, tasks)));
        victim.ifPresent(agent -> work(agent).isAskedToGiveBack = true);
        return victim.map(agent -> new Decision.Revoke(agent, spawn, tasks.upperHalf(agent)));
    }

    private boolean isWorthRobbing(int agent, long spawn, SpawnTasks tasks) {
        AgentWork work = work(agent);
        return !work.isAskedToGiveBack
                && !work.barren.contains(spawn)
                && tasks.leasedTo(agent) > work.processors
                && timeLeft(agent, spawn, tasks).compareTo(WORTH_MOVING) > 0;
    }

    private Duration timeLeft(int agent, long spawn, SpawnTasks tasks) {
        AgentWork work = work(agent);
        Rate rate = work.rate(spawn);
        return rate.isKnown() ? rate.timeFor(tasks.leasedTo(agent), work.processors) : Duration.ofDays(1);
    }

    private AgentWork work(int agent) {
        return Objects.requireNonNull(agents.get(agent), "an agent that was never seen");
    }

    private Optional<SpawnTasks> find(long spawn) {
        return Optional.ofNullable(spawns.get(spawn));
    }
}
