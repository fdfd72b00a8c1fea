package org.hpvm.sdk;

/** How a kernel sees a share; the numbers are those of the worker protocol. */
public enum ShareMode {
    /** One copy for all processors of the machine: a change by one may be seen by another before a merge. */
    SHARED(0),
    /** A copy-on-write view of this task alone, so that work in place may be retried. */
    PRIVATE(1),
    /** Writing throws {@link java.nio.ReadOnlyBufferException}. */
    READ_ONLY(2);

    private final int number;

    ShareMode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
