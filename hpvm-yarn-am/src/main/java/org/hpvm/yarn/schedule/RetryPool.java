package org.hpvm.yarn.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.hpvm.model.IdRange;

/**
 * The tasks that have failed and wait for another attempt, by the agent on which they failed last: the next attempt is
 * best made elsewhere. Not thread-safe.
 */
final class RetryPool {
    private final Map<Integer, NavigableSet<Long>> tasksByAgent = new HashMap<>();
    private long size;

    void add(long task, int failedOn) {
        if (tasksByAgent.computeIfAbsent(failedOn, unused -> new TreeSet<>()).add(task)) {
            size++;
        }
    }

    long size() {
        return size;
    }

    /**
     * How many tasks an agent may take.
     *
     * @param mayRepeat whether it may try again what has failed on it
     */
    long sizeFor(int agent, boolean mayRepeat) {
        NavigableSet<Long> own = tasksByAgent.get(agent);
        return own == null || mayRepeat ? size : size - own.size();
    }

    /** Takes up to so many tasks for an agent, each as a range of its own. */
    List<IdRange> take(int agent, long most, boolean mayRepeat) {
        List<IdRange> taken = new ArrayList<>();
        for (Map.Entry<Integer, NavigableSet<Long>> entry : tasksByAgent.entrySet()) {
            NavigableSet<Long> tasks = entry.getValue();
            while ((mayRepeat || entry.getKey() != agent) && taken.size() < most && !tasks.isEmpty()) {
                long task = tasks.first();
                tasks.remove(task);
                taken.add(new IdRange(task, task + 1));
            }
        }
        tasksByAgent.values().removeIf(NavigableSet::isEmpty);
        size -= taken.size();
        return taken;
    }
}
