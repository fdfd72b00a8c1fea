package org.hpvm.container.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.model.IdRange;

/** The tasks that were leased to this machine and have not begun, in the order in which they came. Thread-safe. */
final class TaskQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<TaskChunk> chunks = new ArrayDeque<>();
    private long tasks;

    /** Adds tasks at the end. */
    void add(TaskChunk chunk) {
        locked(() -> chunks.addLast(chunk), chunk.count());
    }

    /** Puts tasks back that had been taken and did not begin. */
    void putBack(TaskChunk chunk) {
        locked(() -> chunks.addFirst(chunk), chunk.count());
    }

    private void locked(Runnable change, int added) {
        lock.lock();
        try {
            change.run();
            tasks += added;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many tasks wait. */
    long size() {
        lock.lock();
        try {
            return tasks;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes tasks with ids in a row from the front.
     *
     * @param most how many at most; 1 or more
     * @param bytes of arguments at most, unless one task alone has more
     * @return empty if none wait
     */
    Optional<TaskChunk> take(int most, long bytes) {
        lock.lock();
        try {
            TaskChunk front = chunks.pollFirst();
            if (front == null) {
                return Optional.empty();
            }
            int count = front.countWithin(most, bytes);
            if (count < front.count()) {
                chunks.addFirst(front.part(front.first() + count, front.first() + front.count()));
            }
            tasks -= count;
            return Optional.of(count < front.count() ? front.part(front.first(), front.first() + count) : front);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until tasks wait, or the time is over. */
    void awaitTasks(long milliseconds) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(milliseconds);
            while (chunks.isEmpty() && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes the tasks of a spawn with these ids, as far as they wait.
     *
     * @return the ids removed
     */
    List<IdRange> remove(long spawn, IdRange ids) {
        lock.lock();
        try {
            List<IdRange> removed = new ArrayList<>();
            List<TaskChunk> kept = new ArrayList<>();
            for (Iterator<TaskChunk> all = chunks.iterator(); all.hasNext(); ) {
                TaskChunk chunk = all.next();
                long from = Math.max(chunk.first(), ids.start());
                long to = Math.min(chunk.first() + chunk.count(), ids.end());
                if (chunk.spawn() != spawn || from >= to) {
                    kept.add(chunk);
                } else {
                    removed.add(new IdRange(from, to));
                    keep(kept, chunk, chunk.first(), from);
                    keep(kept, chunk, to, chunk.first() + chunk.count());
                }
            }
            chunks.clear();
            chunks.addAll(kept);
            tasks -= removed.stream().mapToLong(IdRange::count).sum();
            return removed;
        } finally {
            lock.unlock();
        }
    }

    private static void keep(List<TaskChunk> kept, TaskChunk chunk, long from, long to) {
        if (from < to) {
            kept.add(chunk.part(from, to));
        }
    }
}
