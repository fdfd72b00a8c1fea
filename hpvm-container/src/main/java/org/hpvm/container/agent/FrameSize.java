package org.hpvm.container.agent;

/**
 * How many tasks go into a frame: as many as take about 5 ms by what was measured, beginning with one and at most
 * doubling, and half of the worker's part of what waits, so that all workers end together. What takes no longer than a
 * frame costs is not halved any more. Not thread-safe; owned by the thread of one worker.
 */
final class FrameSize {
    private static final long FRAME_NANOSECONDS = 5_000_000;
    private static final long SHORT_NANOSECONDS = 500_000;
    private static final int MOST_TASKS = 16_384;

    private double nanosecondsPerTask = Double.NaN;
    private int last = 0;

    /**
     * The next frame's size.
     *
     * @param waiting tasks that wait on this machine
     * @param processors workers that will share them
     */
    int next(long waiting, int processors) {
        long part = (waiting + processors - 1) / processors;
        boolean isShort = part * nanosecondsPerTask < SHORT_NANOSECONDS;
        long fair = Math.max(1, isShort ? part : waiting / (2L * processors));
        long fitting = Double.isNaN(nanosecondsPerTask)
                ? 1
                : (long) Math.max(1, FRAME_NANOSECONDS / Math.max(1, nanosecondsPerTask));
        last = (int) Math.min(Math.min(fair, fitting), Math.min(MOST_TASKS, Math.max(1, 2L * last)));
        return last;
    }

    /** Learns from tasks that ran. */
    void measured(long tasks, long nanoseconds) {
        if (tasks > 0) {
            double found = (double) nanoseconds / tasks;
            nanosecondsPerTask = Double.isNaN(nanosecondsPerTask) ? found : (nanosecondsPerTask + found) / 2;
        }
    }

    /** Forgets what was learnt: another kernel is next. */
    void reset() {
        nanosecondsPerTask = Double.NaN;
        last = 0;
    }
}
