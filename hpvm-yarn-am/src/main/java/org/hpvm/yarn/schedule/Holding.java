package org.hpvm.yarn.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;

/**
 * What one agent has of one spawn: the tasks leased to it and since when, and how fast it does them. Not thread-safe.
 */
final class Holding {
    private static final Duration BELIEVED = Duration.ofMillis(50);
    private static final int MOST_GRANTS_KEPT = 64;

    private final int agent;
    private final int processors;
    private final RangeSet leased = new RangeSet();
    private final Deque<Grant> grants = new ArrayDeque<>();
    final Rate rate = new Rate();
    /** Whether no leaf of the spawn's tree runs there. */
    boolean unable;
    /** Whether it had nothing to give back when it was asked, since its last lease. */
    boolean barren;

    private record Grant(IdRange tasks, long nanoseconds) {
        boolean overlaps(IdRange other) {
            return tasks.start() < other.end() && other.start() < tasks.end();
        }

        void addPart(long start, long end, Deque<Grant> target) {
            if (start < end) {
                target.addLast(new Grant(new IdRange(start, end), nanoseconds));
            }
        }
    }

    Holding(int agent, int processors) {
        this.agent = agent;
        this.processors = processors;
    }

    int agent() {
        return agent;
    }

    int processors() {
        return processors;
    }

    /** How many tasks are leased to it. */
    long size() {
        return leased.size();
    }

    /** How many processors its tasks keep busy. */
    long occupied() {
        return Math.min(processors, leased.size());
    }

    /** The tasks of a range that are leased to it. */
    List<IdRange> within(IdRange range) {
        return leased.within(range);
    }

    boolean holds(long task) {
        return leased.contains(task);
    }

    void grant(IdRange tasks, long nowNanoseconds) {
        if (grants.size() > MOST_GRANTS_KEPT) {
            grants.removeIf(grant -> !leased.intersects(grant.tasks()));
        }
        cutOutOfGrants(tasks);
        leased.add(tasks.start(), tasks.end());
        grants.addLast(new Grant(tasks, nowNanoseconds));
        barren = false;
    }

    /** Tasks that it had before and gave back are as new when they come again. */
    private void cutOutOfGrants(IdRange tasks) {
        if (grants.stream().anyMatch(grant -> grant.overlaps(tasks))) {
            List<Grant> all = List.copyOf(grants);
            grants.clear();
            for (Grant grant : all) {
                grant.addPart(grant.tasks().start(), Math.min(grant.tasks().end(), tasks.start()), grants);
                grant.addPart(
                        Math.max(grant.tasks().start(), tasks.end()),
                        grant.tasks().end(),
                        grants);
            }
        }
    }

    /** Takes tasks away; says which of them were there. */
    List<IdRange> release(IdRange tasks) {
        List<IdRange> held = leased.within(tasks);
        held.forEach(part -> leased.remove(part.start(), part.end()));
        while (!grants.isEmpty() && !leased.intersects(grants.getFirst().tasks())) {
            grants.removeFirst();
        }
        return held;
    }

    /** Takes everything away. */
    List<IdRange> releaseAll() {
        return release(new IdRange(0, Long.MAX_VALUE));
    }

    /** Tasks that were leased to it at that time or before, oldest first. */
    List<IdRange> heldSince(long nanoseconds) {
        List<IdRange> old = new ArrayList<>();
        for (Grant grant : grants) {
            if (grant.nanoseconds() - nanoseconds <= 0) {
                old.addAll(leased.within(grant.tasks()));
            }
        }
        return old;
    }

    /** When the oldest of its tasks was leased to it; there must be one. */
    long oldest() {
        return grants.getFirst().nanoseconds();
    }

    /** Half of its tasks: what it will come to last. */
    IdRange upperHalf() {
        IdRange last = leased.last();
        long half = leased.size() / 2;
        return new IdRange(Math.max(last.start(), last.end() - half), last.end());
    }

    /** How long it will take for what it has. What an earlier spawn makes expect is soon believed no more. */
    Duration timeLeft(long nowNanoseconds) {
        boolean isTold = rate.isKnown() || (rate.isExpected() && nowNanoseconds - oldest() < BELIEVED.toNanos());
        return isTold ? rate.timeFor(leased.size(), processors) : Duration.ofDays(1);
    }
}
