package org.hpvm.yarn.schedule;

import java.time.Duration;

/**
 * How often an agent's tasks fail, of late: a mean that forgets. One that fails much more often than its peers is left
 * out for a time, longer each time, and then tried again. Not thread-safe.
 *
 * <p>A kernel that fails everywhere makes the peers as bad, so that nobody is left out for it.
 */
final class Health {
    private static final double WEIGHT_OF_NEW = 0.125;
    /** Three failures in a row, or every third task. */
    private static final double BAD = 0.3;

    private static final double TIMES_WORSE_THAN_PEERS = 3;
    private static final double GOOD = 0.02;
    /** Where it stands when it is tried again: another failure or two, and it is out again. */
    private static final double ON_TRIAL = 0.25;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 5;

    private double failing;
    private int pauses;
    private boolean leftOut;
    private long leftOutUntil;

    /** How much of its work fails, 0 to 1. */
    double failing() {
        return failing;
    }

    boolean isLeftOut() {
        return leftOut;
    }

    void succeeded(long tasks) {
        failing *= Math.pow(1 - WEIGHT_OF_NEW, (double) Math.min(tasks, 1000));
        if (failing < GOOD) {
            pauses = 0;
        }
    }

    void failed() {
        failing += WEIGHT_OF_NEW * (1 - failing);
    }

    /**
     * Leaves the agent out if it is much worse than the others.
     *
     * @param peers how much fails on them, on average
     * @return whether it is left out from now on
     */
    boolean judge(double peers, long nowNanoseconds) {
        if (leftOut || failing < BAD || failing < TIMES_WORSE_THAN_PEERS * peers) {
            return false;
        }
        leftOut = true;
        leftOutUntil = nowNanoseconds + (FIRST_PAUSE.toNanos() << Math.min(pauses, MOST_DOUBLINGS));
        pauses++;
        return true;
    }

    /** Whether the time is over for which the agent is left out. */
    boolean isOver(long nowNanoseconds) {
        return leftOut && nowNanoseconds - leftOutUntil >= 0;
    }

    /** Tries the agent again. */
    void readmit() {
        leftOut = false;
        failing = Math.min(failing, ON_TRIAL);
    }
}
