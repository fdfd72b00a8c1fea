package org.hpvm.yarn.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.model.IdRange;

/**
 * Decides which agent gets which tasks. Pure: no clock, no thread, no input or output; events go in, decisions come
 * out. Not thread-safe.
 *
 * <p>How much an agent gets is the matter of {@link Supply}; what agents without work get when nothing waits, that of
 * {@link Balance}; which agents are left out for a time, that of {@link Health}. The work of a decision is in the
 * agents of which something was heard since the last, not in all that there are.
 */
public final class Scheduler {
    /** So often at most it is looked at what agents without work could get from others. */
    private static final Duration LOOK = Duration.ofMillis(10);

    private static final Duration WORTH_A_MACHINE = Duration.ofSeconds(2);

    private final Map<Long, SpawnTasks> spawns = new LinkedHashMap<>();
    private final Capacity capacity = new Capacity();
    private final Supply supply = new Supply(spawns, capacity);
    private final Team team = new Team(capacity);
    private final Balance balance = new Balance(team, capacity);
    private final List<Decision> pending = new ArrayList<>();
    private long nowNanoseconds;
    private long lastLook;
    private boolean hasLooked;

    public void agentJoined(int number, int processors) {
        agentJoined(number, processors, 1);
    }

    /**
     * An agent has joined.
     *
     * @param speed of a processor, compared with those of other agents: what counts until it was measured
     */
    public void agentJoined(int number, int processors, double speed) {
        team.joined(new AgentWork(number, processors, speed));
    }

    /** What was leased to the agent waits again. */
    public void agentLost(int number) {
        team.lost(number).ifPresent(agent -> {
            spawns.values().forEach(spawn -> spawn.agentLost(number));
            pending.removeIf(decision -> decision.agent() == number);
        });
    }

    /** The agent gets no more tasks and is asked for what it has not begun; what it has begun, it ends. */
    public void agentLeaving(int number) {
        team.find(number).filter(team::leaving).ifPresent(this::askForAll);
    }

    private void askForAll(AgentWork agent) {
        agent.bySpawn().forEach((spawn, holding) -> {
            if (holding.size() > 0) {
                pending.add(new Decision.Revoke(agent.number(), spawn, new IdRange(0, Long.MAX_VALUE)));
            }
        });
    }

    /** Whether the agent has no task. */
    public boolean isIdle(int number) {
        return team.find(number).map(agent -> agent.held() == 0).orElse(true);
    }

    public void spawnOpened(long spawn, long tasks) {
        spawnOpened(spawn, tasks, "", true);
    }

    /**
     * A spawn begins; the arguments of its tasks are still to come.
     *
     * @param kernel names what its tasks run
     * @param mayCopy whether second copies may be made of tasks that take long
     */
    public void spawnOpened(long spawn, long tasks, String kernel, boolean mayCopy) {
        spawns.put(spawn, new SpawnTasks(spawn, tasks, kernel, mayCopy));
    }

    public void spawnClosed(long number) {
        SpawnTasks spawn = spawns.remove(number);
        if (spawn != null) {
            capacity.forget(number);
            for (Holding holding : spawn.holdings()) {
                team.find(holding.agent()).ifPresent(agent -> {
                    agent.forget(spawn);
                    agent.isAskedToGiveBack = false;
                    team.candidates().add(agent);
                });
            }
            pending.removeIf(decision -> decision.spawn() == number);
        }
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
    public List<IdRange> done(int number, long spawn, IdRange range) {
        AgentWork agent = team.find(number).orElse(null);
        SpawnTasks tasks = spawns.get(spawn);
        if (agent == null || tasks == null) {
            return List.of();
        }
        List<SpawnTasks.Overtaken> overtaken = new ArrayList<>();
        List<IdRange> counted = tasks.done(agent.of(tasks), range, overtaken);
        long count = counted.stream().mapToLong(IdRange::count).sum();
        team.succeeded(agent, count);
        team.candidates().add(agent);
        for (SpawnTasks.Overtaken other : overtaken) {
            pending.add(new Decision.Cancel(other.agent(), spawn, other.task()));
            team.find(other.agent()).ifPresent(team.candidates()::add);
        }
        return counted;
    }

    /** Learns how fast an agent is. */
    public void measured(int number, long spawn, long tasks, Duration busy) {
        AgentWork agent = team.find(number).orElse(null);
        SpawnTasks of = spawns.get(spawn);
        if (agent != null && of != null) {
            agent.of(of).rate.measured(tasks, busy);
            of.times().measured(tasks, busy);
        }
    }

    /** An agent gives tasks back; also the answer to a {@link Decision.Revoke}, then maybe without tasks. */
    public void returned(int number, long spawn, List<IdRange> ranges) {
        AgentWork agent = team.find(number).orElse(null);
        if (agent != null) {
            agent.isAskedToGiveBack = false;
            team.candidates().add(agent);
            find(spawn).ifPresent(tasks -> {
                Holding holding = agent.of(tasks);
                ranges.forEach(range -> tasks.returned(holding, range));
                holding.barren |= ranges.isEmpty();
            });
        }
    }

    /**
     * A task has failed; it waits for another attempt unless the spawn is closed now.
     *
     * @return how often it has failed by now; 0 if the agent did not hold it
     */
    public int failed(int number, long spawn, long task) {
        AgentWork agent = team.find(number).orElse(null);
        SpawnTasks of = spawns.get(spawn);
        int times = agent == null || of == null ? 0 : of.failed(agent.of(of), task);
        if (agent != null && times > 0) {
            team.candidates().add(agent);
            boolean isNeeded = capacity.processorsFor(spawn) <= agent.processors();
            if (team.failed(agent, isNeeded, nowNanoseconds)) {
                askForAll(agent);
            }
        }
        return times;
    }

    /** Whether an agent gets no tasks for a time, because they fail on it more often than elsewhere. */
    public boolean isLeftOut(int number) {
        return team.find(number).map(agent -> agent.health.isLeftOut()).orElse(false);
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

    /** An agent still holds tasks that an earlier attempt of the server has leased to it; they count as leased now. */
    public void adopted(int number, long spawn, IdRange range, long now) {
        AgentWork agent = team.find(number).orElse(null);
        SpawnTasks tasks = spawns.get(spawn);
        if (agent != null && tasks != null) {
            tasks.adopted(agent.of(tasks), range, now);
        }
    }

    /** An agent has no leaf that it can run: what it holds of the spawn waits again, and it gets no more. */
    public void unable(int number, long spawn) {
        AgentWork agent = team.find(number).orElse(null);
        SpawnTasks tasks = spawns.get(spawn);
        if (agent != null && tasks != null && !agent.isUnable(spawn)) {
            Holding holding = agent.of(tasks);
            holding.unable = true;
            tasks.lost(holding);
            team.candidates().add(agent);
            if (agent.mayTake()) {
                capacity.unable(agent, spawn);
            }
        }
    }

    /** Whether an agent is there that may run the spawn's tasks. */
    public boolean hasAbleAgent(long spawn) {
        return team.all().stream().anyMatch(agent -> !agent.isUnable(spawn));
    }

    public boolean isDone(long spawn) {
        return find(spawn).map(SpawnTasks::isDone).orElse(false);
    }

    /** Whether that task is done. */
    public boolean isDone(long spawn, long task) {
        return find(spawn).map(tasks -> tasks.isDone(task)).orElse(false);
    }

    /** How many tasks of the spawn are done. */
    public long done(long spawn) {
        return find(spawn).map(SpawnTasks::done).orElse(0L);
    }

    /** The agents that have a task now: none, one, or two while a second copy of it runs. */
    public List<Integer> holders(long spawn, long task) {
        return find(spawn).stream()
                .flatMap(tasks -> tasks.holdings().stream())
                .filter(holding -> holding.holds(task))
                .map(Holding::agent)
                .toList();
    }

    /** How many second copies of tasks of the spawn were made. */
    public long copiesMade(long spawn) {
        return find(spawn).map(SpawnTasks::copiesMade).orElse(0L);
    }

    /**
     * How many agents the work that there is could keep busy, those counted that are busy: a new one only if there is
     * work for some seconds, since it takes as long to start.
     */
    public int usefulAgents() {
        long busy = team.all().stream().filter(agent -> agent.held() > 0).count();
        long more = 0;
        for (SpawnTasks spawn : spawns.values()) {
            long beyond = Math.max(0, spawn.unfinished() - spawn.occupied());
            int processors = Math.max(1, capacity.processorsFor(spawn.number()));
            boolean isShort = spawn.times()
                    .slowestQuarter()
                    .map(time -> time.toNanos() * (double) beyond / processors < WORTH_A_MACHINE.toNanos())
                    .orElse(false);
            more += isShort ? 0 : beyond;
        }
        return (int) Math.min(Integer.MAX_VALUE, busy + more);
    }

    /** What is to be done now; the leases count as given once this returns. */
    public List<Decision> decide(long now) {
        nowNanoseconds = now;
        team.readmit(now);
        List<Decision> decisions = new ArrayList<>(pending);
        pending.clear();
        supply(decisions);
        if (!team.candidates().isEmpty() && (!hasLooked || now - lastLook >= LOOK.toNanos())) {
            lastLook = now;
            hasLooked = true;
            balance(decisions);
        }
        return decisions;
    }

    /** Whether {@link #decide} may have more to say before anything is heard of an agent. */
    public boolean isToLookAgain() {
        return team.hasLeftOut()
                || (!team.candidates().isEmpty() && spawns.values().stream().anyMatch(spawn -> spawn.occupied() > 0));
    }

    private void supply(List<Decision> decisions) {
        Iterator<AgentWork> hungry = team.candidates().iterator();
        while (hungry.hasNext() && hasWaiting()) {
            AgentWork agent = hungry.next();
            Optional<Decision.Assign> lease = supply.next(agent, nowNanoseconds);
            while (lease.isPresent()) {
                decisions.add(lease.get());
                lease = supply.next(agent, nowNanoseconds);
            }
            if (!agent.mayTake() || agent.held() >= agent.processors()) {
                hungry.remove();
            }
        }
    }

    private boolean hasWaiting() {
        for (SpawnTasks spawn : spawns.values()) {
            if (spawn.hasWaiting()) {
                return true;
            }
        }
        return false;
    }

    private void balance(List<Decision> decisions) {
        team.candidates().removeIf(agent -> !agent.mayTake() || agent.held() >= agent.processors());
        for (SpawnTasks spawn : spawns.values()) {
            List<AgentWork> idle = team.candidates().stream()
                    .filter(agent -> agent.held() < agent.processors() && !agent.isUnable(spawn.number()))
                    .toList();
            decisions.addAll(balance.of(spawn, idle, nowNanoseconds));
        }
    }

    private Optional<SpawnTasks> find(long spawn) {
        return Optional.ofNullable(spawns.get(spawn));
    }
}
