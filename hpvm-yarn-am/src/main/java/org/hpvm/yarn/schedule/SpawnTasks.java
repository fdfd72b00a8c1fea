package org.hpvm.yarn.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;

/** Where each task of one spawn is: to come, waiting, leased or done. Ranges, not an object a task. Not thread-safe. */
final class SpawnTasks {
    private final long tasks;
    private final RangeSet waiting = new RangeSet();
    private final RangeSet done = new RangeSet();
    private final Map<Integer, RangeSet> leasedByAgent = new HashMap<>();
    private final NavigableMap<Long, Integer> failuresByTask = new TreeMap<>();
    private long arrived;

    SpawnTasks(long tasks) {
        this.tasks = tasks;
    }

    /** The arguments of all tasks before {@code upTo} are there. */
    void argumentsArrived(long upTo) {
        waiting.add(arrived, Math.min(upTo, tasks));
        arrived = Math.max(arrived, Math.min(upTo, tasks));
    }

    /** Tasks that could be leased now. */
    long waiting() {
        return waiting.size();
    }

    /** Tasks that were not leased yet, also those whose arguments are to come. */
    long unleased() {
        return waiting.size() + tasks - arrived;
    }

    long leasedTo(int agent) {
        RangeSet leased = leasedByAgent.get(agent);
        return leased == null ? 0 : leased.size();
    }

    boolean isLeasedTo(int agent, long task) {
        RangeSet leased = leasedByAgent.get(agent);
        return leased != null && !leased.within(new IdRange(task, task + 1)).isEmpty();
    }

    long done() {
        return done.size();
    }

    boolean isDone() {
        return done.size() == tasks;
    }

    List<IdRange> lease(int agent, long most) {
        List<IdRange> taken = waiting.takeLowest(most);
        RangeSet leased = leasedByAgent.computeIfAbsent(agent, unused -> new RangeSet());
        taken.forEach(range -> leased.add(range.start(), range.end()));
        return taken;
    }

    /** The upper half of what is leased to an agent: what it will come to last. */
    IdRange upperHalf(int agent) {
        RangeSet held = leasedByAgent.getOrDefault(agent, new RangeSet());
        List<IdRange> leased = held.ranges();
        long half = held.size() / 2;
        IdRange last = leased.get(leased.size() - 1);
        return new IdRange(Math.max(last.start(), last.end() - half), last.end());
    }

    /**
     * An agent has done a task range.
     *
     * @return those of them that had been leased to it and count now
     */
    List<IdRange> done(int agent, IdRange range) {
        List<IdRange> counted = release(agent, range);
        counted.forEach(part -> done.add(part.start(), part.end()));
        return counted;
    }

    /** An agent gives tasks back: they wait again. */
    void returned(int agent, IdRange range) {
        release(agent, range).forEach(part -> waiting.add(part.start(), part.end()));
    }

    /**
     * A task has failed: it waits again.
     *
     * @return how often it has failed by now; 0 if it was not leased to that agent
     */
    int failed(int agent, long task) {
        if (release(agent, new IdRange(task, task + 1)).isEmpty()) {
            return 0;
        }
        waiting.add(task, task + 1);
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
        done.add(range.start(), range.end());
    }

    /** A task has failed once, as an earlier attempt of the server has written down. */
    void restoreFailure(long task) {
        failuresByTask.merge(task, 1, Integer::sum);
    }

    /** An agent still holds tasks that an earlier attempt of the server has leased to it: they wait no more. */
    void adopted(int agent, IdRange range) {
        RangeSet leased = leasedByAgent.computeIfAbsent(agent, unused -> new RangeSet());
        for (IdRange part : waiting.within(range)) {
            waiting.remove(part.start(), part.end());
            leased.add(part.start(), part.end());
        }
    }

    /** Whatever was leased to an agent waits again. */
    void agentLost(int agent) {
        RangeSet leased = leasedByAgent.remove(agent);
        if (leased != null) {
            waiting.addAll(leased);
        }
    }

    private List<IdRange> release(int agent, IdRange range) {
        RangeSet leased = leasedByAgent.get(agent);
        if (leased == null) {
            return List.of();
        }
        List<IdRange> held = leased.within(range);
        leased.remove(range.start(), range.end());
        return held;
    }
}
