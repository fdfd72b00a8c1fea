package org.hpvm.dfs.segment;

/**
 * Where a record stands.
 *
 * @param segment number of the segment, or {@link #JOURNAL} for a record that is held in the server's journal
 * @param offset byte at which the record's header begins; for {@link #JOURNAL} the number the server gave it
 * @param length bytes of the whole record
 */
public record RecordPlace(long segment, long offset, int length) {
    /** Stands for the journal, in which small records are kept whole. */
    public static final long JOURNAL = 0;

    public boolean isInJournal() {
        return segment == JOURNAL;
    }
}
