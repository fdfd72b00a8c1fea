package org.hpvm.yarn.schedule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where each task of one spawn is: to come, waiting, leased or done. Ranges and bits, not an object a task. Not
 * thread-safe.
 *
 * <p>A task is leased to one agent, or to two while a second copy of it runs; whichever is done first, counts.
 */
final class SpawnTasks {
    private final long number;
    private final long tasks;
    private final String kernel;
    private final boolean mayCopy;
    private final RangeSet waiting = new RangeSet();
    private final RetryPool retries = new RetryPool();
    private final DoneTasks done = new DoneTasks();
    private final Map<Integer, Holding> holdings = new LinkedHashMap<>();
    private final NavigableMap<Long, Copy> copies = new TreeMap<>();
    private final NavigableMap<Long, Integer> failuresByTask = new TreeMap<>();
    private final TaskTimes times = new TaskTimes();
    private long arrived;
    private long occupied;
    private long copiesMade;

    /** The two agents that run a task. */
    private record Copy(Holding first, Holding second) {
        Holding other(Holding one) {
            return one == first ? second : first;
        }
    }

    /** A task that was done elsewhere while this agent had it too. */
    record Overtaken(int agent, IdRange task) {}

    /**
     * Begins with all tasks to come.
     *
     * @param kernel names what its tasks run: of spawns with the same, tasks may be expected to take the same time
     * @param mayCopy whether second copies may be made of tasks that take long
     */
    SpawnTasks(long number, long tasks, String kernel, boolean mayCopy) {
        this.number = number;
        this.tasks = tasks;
        this.kernel = kernel;
        this.mayCopy = mayCopy;
    }

    long number() {
        return number;
    }

    String kernel() {
        return kernel;
    }

    boolean mayCopy() {
        return mayCopy;
    }

    /** How long its tasks take. */
    TaskTimes times() {
        return times;
    }

    /** The arguments of all tasks before {@code upTo} are there. */
    void argumentsArrived(long upTo) {
        waiting.add(arrived, Math.min(upTo, tasks));
        arrived = Math.max(arrived, Math.min(upTo, tasks));
    }

    /** What an agent has of it; made if there was nothing. */
    Holding holding(int agent, int processors) {
        return holdings.computeIfAbsent(agent, unused -> new Holding(agent, processors));
    }

    @Nullable
    Holding find(int agent) {
        return holdings.get(agent);
    }

    Collection<Holding> holdings() {
        return holdings.values();
    }

    /** How many tasks could be leased to an agent now. */
    long waitingFor(int agent, boolean mayRepeat) {
        return waiting.size() + retries.sizeFor(agent, mayRepeat);
    }

    /** Whether any task could be leased to some agent. */
    boolean hasWaiting() {
        return !waiting.isEmpty() || retries.size() > 0;
    }

    /** Tasks that were not leased yet, also those whose arguments are to come. */
    long unleased() {
        return waiting.size() + retries.size() + tasks - arrived;
    }

    /** How many tasks it has. */
    long size() {
        return tasks;
    }

    long unfinished() {
        return tasks - done.size();
    }

    /** How many processors its tasks keep busy. */
    long occupied() {
        return occupied;
    }

    long done() {
        return done.size();
    }

    boolean isDone(long task) {
        return done.contains(task);
    }

    boolean isDone() {
        return done.size() == tasks;
    }

    long copiesMade() {
        return copiesMade;
    }

    boolean isCopied(long task) {
        return copies.containsKey(task);
    }

    List<IdRange> lease(Holding holding, long most, boolean mayRepeat, long nowNanoseconds) {
        List<IdRange> taken = new ArrayList<>(retries.take(holding.agent(), most, mayRepeat));
        taken.addAll(waiting.takeLowest(most - taken.size()));
        taken.forEach(range -> grant(holding, range, nowNanoseconds));
        return taken;
    }

    /** Leases a task to a second agent, while the first has it. */
    void copy(long task, Holding from, Holding to, long nowNanoseconds) {
        copies.put(task, new Copy(from, to));
        copiesMade++;
        grant(to, new IdRange(task, task + 1), nowNanoseconds);
    }

    private void grant(Holding holding, IdRange range, long nowNanoseconds) {
        long before = holding.occupied();
        holding.grant(range, nowNanoseconds);
        occupied += holding.occupied() - before;
    }

    private List<IdRange> release(Holding holding, IdRange range) {
        long before = holding.occupied();
        List<IdRange> released = holding.release(range);
        occupied += holding.occupied() - before;
        return released;
    }

    /**
     * An agent has done a task range.
     *
     * @param overtaken gets the tasks that another agent has, too, and need not end
     * @return those of them that had been leased to it and count now
     */
    List<IdRange> done(Holding holding, IdRange range, List<Overtaken> overtaken) {
        List<IdRange> counted = release(holding, range);
        for (IdRange part : counted) {
            done.add(part);
            NavigableMap<Long, Copy> copied = copies.subMap(part.start(), true, part.end(), false);
            copied.forEach((task, copy) -> {
                Holding other = copy.other(holding);
                IdRange one = new IdRange(task, task + 1);
                release(other, one);
                overtaken.add(new Overtaken(other.agent(), one));
            });
            copied.clear();
        }
        return counted;
    }

    /** An agent gives tasks back: they wait again, but for those that another agent has, too. */
    void returned(Holding holding, IdRange range) {
        for (IdRange part : release(holding, range)) {
            waiting.add(part.start(), part.end());
            NavigableMap<Long, Copy> copied = copies.subMap(part.start(), true, part.end(), false);
            copied.keySet().forEach(task -> waiting.remove(task, task + 1));
            copied.clear();
        }
    }

    /** Whatever was leased to an agent waits again. */
    void lost(Holding holding) {
        returned(holding, new IdRange(0, Long.MAX_VALUE));
    }

    /** An agent is gone, and what was leased to it waits again. */
    void agentLost(int agent) {
        Holding holding = holdings.get(agent);
        if (holding != null) {
            lost(holding);
            holdings.remove(agent);
        }
    }

    /**
     * A task has failed: it waits again, unless another agent has it, too.
     *
     * @return how often it has failed by now; 0 if it was not leased to that agent
     */
    int failed(Holding holding, long task) {
        if (release(holding, new IdRange(task, task + 1)).isEmpty()) {
            return 0;
        }
        if (copies.remove(task) == null) {
            retries.add(task, holding.agent());
        }
        return failuresByTask.merge(task, 1, Integer::sum);
    }

    int failures(long task) {
        return failuresByTask.getOrDefault(task, 0);
    }

    /** The tasks of a range that have failed before, each alone, ascending. */
    List<IdRange> failedWithin(IdRange range) {
        return failuresByTask.subMap(range.start(), range.end()).keySet().stream()
                .map(task -> new IdRange(task, task + 1))
                .toList();
    }

    /** Tasks are done, as an earlier attempt of the server has written down. */
    void restoreDone(IdRange range) {
        waiting.remove(range.start(), range.end());
        done.add(range);
    }

    /** A task has failed once, as an earlier attempt of the server has written down. */
    void restoreFailure(long task) {
        failuresByTask.merge(task, 1, Integer::sum);
    }

    /**
     * An agent still holds tasks that an earlier attempt of the server has leased to it: they wait no more. Of those
     * that another agent has said it holds, too, this is the second copy: either may have been told to end its own
     * already.
     */
    void adopted(Holding holding, IdRange range, long nowNanoseconds) {
        for (Holding other : List.copyOf(holdings.values())) {
            if (other != holding) {
                other.within(range).forEach(part -> adoptCopies(part, other, holding, nowNanoseconds));
            }
        }
        for (IdRange part : waiting.within(range)) {
            waiting.remove(part.start(), part.end());
            grant(holding, part, nowNanoseconds);
        }
    }

    private void adoptCopies(IdRange part, Holding first, Holding second, long nowNanoseconds) {
        for (long task = part.start(); task < part.end(); task++) {
            if (copies.putIfAbsent(task, new Copy(first, second)) == null) {
                grant(second, new IdRange(task, task + 1), nowNanoseconds);
            }
        }
    }
}
