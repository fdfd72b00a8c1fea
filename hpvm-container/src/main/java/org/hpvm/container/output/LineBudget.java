package org.hpvm.container.output;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many lines may be shown: so many a second, and some seconds' worth at once. A task that prints much leaves half
 * of that for those that print little. Not thread-safe.
 */
public final class LineBudget {
    private static final int SECONDS_AT_ONCE = 5;
    private static final int FEW_LINES = 20;
    private static final int MOST_TASKS_KNOWN = 1000;

    private final int linesPerSecond;
    private final double most;
    private double lines;
    private long sinceNanoseconds;

    /** Of the tasks that printed last. */
    private final Map<Object, Integer> shownByTask = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Integer> eldest) {
            return size() > MOST_TASKS_KNOWN;
        }
    };

    /** @param linesPerSecond 0: none at all */
    public LineBudget(int linesPerSecond, long nowNanoseconds) {
        this.linesPerSecond = linesPerSecond;
        this.most = (double) linesPerSecond * SECONDS_AT_ONCE;
        this.lines = most;
        this.sinceNanoseconds = nowNanoseconds;
    }

    /**
     * Whether one more line may be shown; it counts as shown then.
     *
     * @param task stands for the task that has printed it
     */
    public boolean take(Object task, long nowNanoseconds) {
        double passed = (double) (nowNanoseconds - sinceNanoseconds) / TimeUnit.SECONDS.toNanos(1);
        sinceNanoseconds = nowNanoseconds;
        lines = Math.min(most, lines + Math.max(0, passed) * linesPerSecond);
        int shown = shownByTask.getOrDefault(task, 0);
        double left = shown < FEW_LINES ? 0 : most / 2;
        if (lines < 1 + left) {
            return false;
        }
        lines--;
        shownByTask.put(task, shown + 1);
        return true;
    }
}
