package org.hpvm.yarn.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * How long the tasks of a spawn take, over all machines: counts in steps of an eighth of a power of two, so that a
 * quantile is right to 12 % and costs 4 KiB however many tasks there are. Not thread-safe.
 */
final class TaskTimes {
    private static final int STEP_BITS = 3;

    private final long[] counts = new long[Long.SIZE << STEP_BITS];
    private long tasks;

    /** Learns from tasks and the time that workers spent on them; each is taken to have had its even part. */
    void measured(long done, Duration busy) {
        if (done > 0) {
            counts[step(Math.max(1, busy.toNanos() / done))] += done;
            tasks += done;
        }
    }

    /** The time that three of four tasks stay within; empty until something was measured. */
    Optional<Duration> slowestQuarter() {
        long left = tasks - tasks / 4;
        for (int step = 0; step < counts.length && tasks > 0; step++) {
            left -= counts[step];
            if (left <= 0) {
                return Optional.of(Duration.ofNanos(end(step)));
            }
        }
        return Optional.empty();
    }

    private static int step(long nanoseconds) {
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanoseconds);
        long fraction =
                exponent >= STEP_BITS ? nanoseconds >>> (exponent - STEP_BITS) : nanoseconds << (STEP_BITS - exponent);
        return (exponent << STEP_BITS) + (int) (fraction & ((1 << STEP_BITS) - 1));
    }

    private static long end(int step) {
        int exponent = step >>> STEP_BITS;
        double steps = 1 << STEP_BITS;
        return (long) Math.min(
                Long.MAX_VALUE / 4.0, Math.scalb(1 + (1 + (step & ((1 << STEP_BITS) - 1))) / steps, exponent));
    }
}
