package org.hpvm.model;

/**
 * The bytes from {@code start} up to and without {@code end}.
 *
 * @param start 0 or more
 * @param end more than start: a range is never empty
 */
public record ByteRange(long start, long end) {

    public ByteRange {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException("not a range of bytes: [" + start + ", " + end + ")");
        }
    }

    public long length() {
        return end - start;
    }

    public boolean overlaps(ByteRange other) {
        return start < other.end && other.start < end;
    }
}
