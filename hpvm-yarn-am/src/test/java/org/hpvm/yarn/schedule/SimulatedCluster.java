package org.hpvm.yarn.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.hpvm.model.IdRange;

/**
 * Machines of unlike speed that a scheduler serves, played from a seed in a time of its own: they slow down, die,
 * return, answer late and twice, hang, and some fail what they run. Keeps account of what the scheduler may and must
 * do.
 */
final class SimulatedCluster {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long TICK = 20 * MILLISECOND;
    private static final int MOST_MACHINES = 6;

    private final Random random;
    private final Scheduler scheduler = new Scheduler();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
    private final Map<Integer, SimulatedMachine> machines = new HashMap<>();
    private final Map<Integer, Map<Long, Set<Long>>> heldByAgent = new HashMap<>();
    private final Map<Long, long[]> countsBySpawn = new HashMap<>();
    private final Map<Long, Long> arrivedBySpawn = new HashMap<>();
    /** Where tasks have failed that nobody has now. */
    private final Map<Long, Map<Long, Integer>> failedOn = new HashMap<>();

    private final Map<Long, Set<Integer>> unableBySpawn = new HashMap<>();
    private final long meanTask;
    private long now = 1;
    private long made;
    private int agents;
    private int expected;
    private long assigned;
    private long counted;
    private long overtaken;
    private long givenBack;
    private int processorsEver;
    private boolean isCalm;

    private record Event(long time, long order, Runnable what) {}

    SimulatedCluster(long seed) {
        random = new Random(seed);
        meanTask = (long) (MILLISECOND * Math.pow(10, random.nextDouble() * 4 - 1));
        int count = 1 + random.nextInt(MOST_MACHINES);
        for (int index = 0; index < count; index++) {
            join();
        }
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    long meanTask() {
        return meanTask;
    }

    void after(long delay, Runnable what) {
        events.add(new Event(now + delay, made++, what));
    }

    void join() {
        int agent = ++agents;
        SimulatedMachine machine = new SimulatedMachine(this, agent);
        machines.put(agent, machine);
        heldByAgent.put(agent, new HashMap<>());
        processorsEver += machine.processors();
        scheduler.agentJoined(agent, machine.processors());
        decide();
    }

    /** Says how many spawns there will be. */
    void expect(int spawns) {
        expected = spawns;
    }

    /** The time in which all must be done: one slow machine alone could do it, from the moment that calm has come. */
    Duration longest() {
        long tasks =
                countsBySpawn.values().stream().mapToLong(all -> all.length).sum();
        return Duration.ofNanos(calm() + meanTask * 45 * tasks).plusSeconds(10);
    }

    private long calm() {
        return meanTask * 4000 + TimeUnit.SECONDS.toNanos(20);
    }

    void open(long spawn, int tasks) {
        countsBySpawn.put(spawn, new long[tasks]);
        arrivedBySpawn.put(spawn, 0L);
        scheduler.spawnOpened(spawn, tasks, "kernel", random.nextInt(4) > 0);
        feed(spawn);
    }

    private void feed(long spawn) {
        long tasks = counts(spawn).length;
        long upTo = Math.min(tasks, arrived(spawn) + 1 + random.nextInt(2000));
        arrivedBySpawn.put(spawn, upTo);
        scheduler.argumentsArrived(spawn, upTo);
        decide();
        if (upTo < tasks) {
            after(random.nextInt(20) * MILLISECOND, () -> feed(spawn));
        }
    }

    private long arrived(long spawn) {
        return arrivedBySpawn.getOrDefault(spawn, 0L);
    }

    private long[] counts(long spawn) {
        return countsBySpawn.getOrDefault(spawn, new long[0]);
    }

    /** Plays until every spawn is done; says how long it took. */
    Duration play(int mostEvents) {
        after(TICK, this::tick);
        after(meanTask * 20, this::trouble);
        int played = 0;
        while (!isDone()) {
            assertThat(played++)
                    .as("events played, at %s ms", now / MILLISECOND)
                    .isLessThan(mostEvents);
            Event event = events.remove();
            now = event.time();
            event.what().run();
        }
        return Duration.ofNanos(now);
    }

    private boolean isDone() {
        return countsBySpawn.size() == expected
                && countsBySpawn.keySet().stream().allMatch(scheduler::isDone);
    }

    private void tick() {
        decide();
        after(TICK, this::tick);
    }

    /** Something happens to some machine; calm comes in the end, so that there is an end. */
    private void trouble() {
        isCalm = now > calm();
        List<SimulatedMachine> up =
                machines.values().stream().filter(machine -> !machine.isGone()).toList();
        if (up.stream().noneMatch(SimulatedMachine::isAble)
                || (!isCalm && up.size() < MOST_MACHINES && random.nextInt(4) == 0)) {
            join();
        } else if (!isCalm) {
            SimulatedMachine machine = up.get(random.nextInt(up.size()));
            switch (random.nextInt(5)) {
                case 0 -> die(machine);
                case 1 -> leave(machine);
                case 2 -> machine.hang(random.nextInt(3000) * MILLISECOND);
                default -> machine.changeSpeed();
            }
        }
        after(meanTask * (1 + random.nextInt(100)), this::trouble);
    }

    private void die(SimulatedMachine machine) {
        machine.die();
        after((1 + random.nextInt(2000)) * MILLISECOND, () -> lose(machine.agent()));
    }

    private void leave(SimulatedMachine machine) {
        scheduler.agentLeaving(machine.agent());
        machine.leave();
        decide();
    }

    /** The server gives an agent up; what it says from now on must change nothing. */
    private void lose(int agent) {
        Map<Long, Set<Long>> held = heldByAgent.remove(agent);
        if (held != null) {
            givenBack += held.values().stream().mapToLong(Set::size).sum();
            scheduler.agentLost(agent);
            decide();
        }
    }

    private Set<Long> held(int agent, long spawn) {
        return heldByAgent.getOrDefault(agent, new HashMap<>()).computeIfAbsent(spawn, unused -> new TreeSet<>());
    }

    void done(int agent, long spawn, IdRange tasks, long busy) {
        for (IdRange part : scheduler.done(agent, spawn, tasks)) {
            for (long task = part.start(); task < part.end(); task++) {
                assertThat(held(agent, spawn).remove(task))
                        .as("a task it holds")
                        .isTrue();
                assertThat(++counts(spawn)[(int) task]).as("times counted").isEqualTo(1);
                counted++;
            }
        }
        scheduler.measured(agent, spawn, tasks.count(), Duration.ofNanos(busy));
        decide();
    }

    void failed(int agent, long spawn, long task) {
        boolean isHeld = held(agent, spawn).remove(task);
        assertThat(scheduler.failed(agent, spawn, task) > 0).isEqualTo(isHeld);
        if (isHeld && scheduler.holders(spawn, task).isEmpty()) {
            failedOn.computeIfAbsent(spawn, unused -> new HashMap<>()).put(task, agent);
        }
        givenBack += isHeld ? 1 : 0;
        decide();
    }

    void returned(int agent, long spawn, List<IdRange> tasks) {
        for (IdRange range : tasks) {
            for (long task = range.start(); task < range.end(); task++) {
                givenBack += held(agent, spawn).remove(task) ? 1 : 0;
            }
        }
        scheduler.returned(agent, spawn, tasks);
        SimulatedMachine machine = machine(agent);
        if (machine.isLeaving() && scheduler.isIdle(agent)) {
            machine.die();
            lose(agent);
        }
        decide();
    }

    private SimulatedMachine machine(int agent) {
        return Objects.requireNonNull(machines.get(agent));
    }

    private void decide() {
        for (Decision decision : scheduler.decide(now)) {
            int agent = decision.agent();
            assertThat(heldByAgent).as("agents that are there").containsKey(agent);
            decision.match(
                    assign -> {
                        lease(assign);
                        return true;
                    },
                    revoke -> {
                        machine(agent).revoke(revoke.spawn(), revoke.tasks());
                        return true;
                    },
                    cancel -> {
                        for (long task = cancel.tasks().start();
                                task < cancel.tasks().end();
                                task++) {
                            assertThat(held(agent, cancel.spawn()).remove(task)).isTrue();
                            overtaken++;
                        }
                        machine(agent).cancel(cancel.spawn(), cancel.tasks());
                        return true;
                    });
        }
    }

    private void lease(Decision.Assign assign) {
        SimulatedMachine machine = machine(assign.agent());
        assertThat(machine.isLeaving()).as("leaving").isFalse();
        assertThat(scheduler.isLeftOut(assign.agent())).as("left out").isFalse();
        assertThat(assign.tasks()).isNotEmpty();
        for (IdRange range : assign.tasks()) {
            assertThat(range.end()).isLessThanOrEqualTo(arrived(assign.spawn()));
            for (long task = range.start(); task < range.end(); task++) {
                assertThat(counts(assign.spawn())[(int) task])
                        .as("done already")
                        .isZero();
                assertThat(held(assign.agent(), assign.spawn()).add(task)).isTrue();
                assertThat(scheduler.holders(assign.spawn(), task))
                        .hasSizeLessThanOrEqualTo(2)
                        .contains(assign.agent());
                requireElsewhereAfterFailure(assign.agent(), assign.spawn(), task);
                assigned++;
            }
        }
        machine.lease(assign.spawn(), assign.tasks());
    }

    /** A task that has failed goes back to the same agent only if no other could get it. */
    private void requireElsewhereAfterFailure(int agent, long spawn, long task) {
        Integer failed = failedOn.getOrDefault(spawn, new HashMap<>()).remove(task);
        if (failed != null && failed == agent) {
            assertThat(heldByAgent.keySet())
                    .as("agents that could try task %s of spawn %s, which has failed on %s", task, spawn, agent)
                    .noneMatch(other -> other != agent
                            && !machine(other).isLeaving()
                            && !scheduler.isLeftOut(other)
                            && !unableBySpawn.getOrDefault(spawn, Set.of()).contains(other));
        }
    }

    void unable(int agent, long spawn) {
        unableBySpawn.computeIfAbsent(spawn, unused -> new TreeSet<>()).add(agent);
        givenBack += held(agent, spawn).size();
        held(agent, spawn).clear();
        scheduler.unable(agent, spawn);
        decide();
    }

    boolean isCalm() {
        return isCalm;
    }

    /** Every lease had one end, and there were no more second copies than are allowed. */
    void assertNothingIsLostOrWasted() {
        decide();
        long tasks =
                countsBySpawn.values().stream().mapToLong(all -> all.length).sum();
        assertThat(counted).isEqualTo(tasks);
        assertThat(heldByAgent.values())
                .allSatisfy(bySpawn -> assertThat(bySpawn.values()).allMatch(Set::isEmpty));
        assertThat(assigned).isEqualTo(counted + overtaken + givenBack);
        countsBySpawn.forEach((spawn, all) ->
                assertThat(scheduler.copiesMade(spawn)).isLessThanOrEqualTo(all.length / 10 + processorsEver));
    }
}
