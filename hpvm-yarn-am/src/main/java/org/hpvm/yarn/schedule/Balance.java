package org.hpvm.yarn.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hpvm.model.IdRange;

/**
 * What is done for agents that have less to do than processors when nothing of a spawn waits any more: first, tasks
 * that slower agents have not begun are asked back; then, second copies are made of tasks that take longer than the
 * slowest quarter would. Not thread-safe.
 */
final class Balance {
    private static final Duration WORTH_MOVING = Duration.ofMillis(20);
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(500);
    /** At most every tenth task is copied, and one for each processor. */
    private static final long TASKS_PER_COPY = 10;

    private final Team team;
    private final Capacity capacity;

    Balance(Team team, Capacity capacity) {
        this.team = team;
        this.capacity = capacity;
    }

    /** A task that takes long, and where it runs. */
    private record Late(long task, Holding holding) {}

    /** @param idle agents that have less to do than processors, and may run the spawn's tasks */
    List<Decision> of(SpawnTasks spawn, List<AgentWork> idle, long nowNanoseconds) {
        List<Decision> decisions = new ArrayList<>();
        if (idle.isEmpty() || spawn.unleased() > 0) {
            return decisions;
        }
        spawn.holdings().stream()
                .filter(holding -> isWorthRobbing(holding, nowNanoseconds))
                .sorted(Comparator.comparing((Holding holding) -> holding.timeLeft(nowNanoseconds))
                        .reversed())
                .limit(idle.size())
                .forEach(holding -> {
                    agent(holding).isAskedToGiveBack = true;
                    decisions.add(new Decision.Revoke(holding.agent(), spawn.number(), holding.upperHalf()));
                });
        if (spawn.mayCopy() && decisions.isEmpty()) {
            copy(spawn, idle, nowNanoseconds, decisions);
        }
        return decisions;
    }

    private boolean isWorthRobbing(Holding holding, long nowNanoseconds) {
        AgentWork agent = agent(holding);
        return !agent.isAskedToGiveBack
                && !holding.barren
                && holding.size() > holding.processors()
                && holding.timeLeft(nowNanoseconds).compareTo(WORTH_MOVING) > 0;
    }

    private void copy(SpawnTasks spawn, List<AgentWork> idle, long nowNanoseconds, List<Decision> decisions) {
        spawn.times().slowestQuarter().ifPresent(slowest -> {
            Duration patience = slowest.multipliedBy(3).dividedBy(2);
            long limit = Math.max(LEAST_PATIENCE.toNanos(), patience.toNanos());
            long budget = spawn.size() / TASKS_PER_COPY + capacity.processors() - spawn.copiesMade();
            List<AgentWork> helpers = new ArrayList<>(idle);
            helpers.sort(Comparator.comparing(agent -> agent.of(spawn).rate.timeFor(1, 1)));
            for (Late late : late(spawn, limit, Math.min(budget, room(helpers)), nowNanoseconds)) {
                helpers.stream()
                        .filter(helper -> isHelp(helper, late, spawn, nowNanoseconds))
                        .findFirst()
                        .ifPresent(helper -> {
                            spawn.copy(late.task(), late.holding(), helper.of(spawn), nowNanoseconds);
                            decisions.add(new Decision.Assign(
                                    helper.number(),
                                    spawn.number(),
                                    List.of(new IdRange(late.task(), late.task() + 1))));
                        });
            }
        });
    }

    private static long room(List<AgentWork> helpers) {
        return helpers.stream()
                .mapToLong(helper -> helper.processors() - helper.held())
                .sum();
    }

    /** The tasks that are late, those first that have been leased for longest. */
    private static List<Late> late(SpawnTasks spawn, long limitNanoseconds, long most, long nowNanoseconds) {
        List<Late> late = new ArrayList<>();
        spawn.holdings().stream()
                .filter(holding -> holding.size() > 0 && nowNanoseconds - holding.oldest() > limitNanoseconds)
                .sorted(Comparator.comparingLong(holding -> holding.oldest() - nowNanoseconds))
                .forEach(holding -> {
                    for (IdRange range : holding.heldSince(nowNanoseconds - limitNanoseconds)) {
                        for (long task = range.start(); task < range.end() && late.size() < most; task++) {
                            if (!spawn.isCopied(task)) {
                                late.add(new Late(task, holding));
                            }
                        }
                    }
                });
        return late;
    }

    /** Whether an agent has a processor free, and would have done the task in the time that it has taken so far. */
    private static boolean isHelp(AgentWork helper, Late late, SpawnTasks spawn, long nowNanoseconds) {
        Rate rate = helper.of(spawn).rate;
        boolean isFaster = !rate.isKnown()
                || rate.timeFor(1, 1).toNanos()
                        <= nowNanoseconds - late.holding().oldest();
        return helper.number() != late.holding().agent() && helper.held() < helper.processors() && isFaster;
    }

    private AgentWork agent(Holding holding) {
        return team.find(holding.agent()).orElseThrow();
    }
}
