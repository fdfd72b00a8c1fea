package org.hpvm.model;

/**
 * Task ids from {@code start} up to and without {@code end}.
 *
 * @param start 0 or more
 * @param end more than start
 */
public record IdRange(long start, long end) {

    public IdRange {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("not a range of ids: [" + start + ", " + end + ")");
        }
    }

    public long count() {
        return end - start;
    }

    /** {@code "17"} or {@code "0..99"}: first and last id. */
    @Override
    public String toString() {
        return count() == 1 ? Long.toString(start) : start + ".." + (end - 1);
    }
}
