package org.hpvm.dfs.share;

import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.model.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a share and where they stand.
 *
 * @param range bytes of the share
 * @param place the record that holds them, or null if all of them are zero
 * @param position where the first of them is in the record's payload
 */
public record Extent(ByteRange range, @Nullable RecordPlace place, int position) {

    /** Bytes that were cleared and stand nowhere. */
    public static Extent zeros(ByteRange range) {
        return new Extent(range, null, 0);
    }

    public long start() {
        return range.start();
    }

    public long end() {
        return range.end();
    }

    /** The part of this extent from {@code start} to {@code end}, which both lie inside it. */
    Extent slice(long start, long end) {
        if (start == start() && end == end()) {
            return this;
        }
        int skipped = place == null ? 0 : Math.toIntExact(start - start());
        return new Extent(new ByteRange(start, end), place, position + skipped);
    }
}
