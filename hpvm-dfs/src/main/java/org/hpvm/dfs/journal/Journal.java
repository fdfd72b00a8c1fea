package org.hpvm.dfs.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * What a journal holds.
 *
 * @param epoch that of the server that wrote it
 * @param entries in the order in which they were written
 * @param tornBytes bytes at the end that are no whole entry: what a writer was about to write when it died; 0 as a rule
 */
public record Journal(long epoch, List<byte[]> entries, int tornBytes) {
    private static final long SEQUENCES_LOOKED_AHEAD = 1000;

    public Journal {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a journal from its bytes.
     *
     * <p>A torn or empty tail is what a crash leaves, and legal. A damaged entry that is there in its full length is
     * not, nor one with whole ones after it: acknowledged entries would be skipped.
     *
     * @param where names the file, for the error
     * @throws HpvmException with {@link ErrorCode#CHECKSUM}, naming file and offset
     */
    public static Journal parse(ByteBuffer bytes, Object where) throws HpvmException {
        ByteBuffer journal = bytes.slice();
        if (journal.limit() < JournalFormat.HEADER_BYTES) {
            return new Journal(0, List.of(), journal.limit());
        }
        long epoch;
        try {
            epoch = JournalFormat.epoch(journal);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.CHECKSUM, "read the journal " + where + ": " + e.getMessage(), e);
        }
        List<byte[]> entries = new ArrayList<>();
        int offset = JournalFormat.HEADER_BYTES;
        Optional<byte[]> entry = JournalFormat.entry(journal, offset, 0);
        while (entry.isPresent()) {
            entries.add(entry.get());
            offset += JournalFormat.ENTRY_HEADER_BYTES + entry.get().length;
            entry = JournalFormat.entry(journal, offset, entries.size());
        }
        if (JournalFormat.isWholeButDamaged(journal, offset, entries.size())) {
            throw new HpvmException(
                    ErrorCode.CHECKSUM,
                    "read the journal " + where + ": entry " + entries.size() + " at offset " + offset
                            + " is damaged: all of it is there, with another checksum");
        }
        requireNoEntryAfter(journal, offset, entries.size(), where);
        return new Journal(epoch, entries, journal.limit() - offset);
    }

    private static void requireNoEntryAfter(ByteBuffer journal, int damaged, long sequence, Object where)
            throws HpvmException {
        ByteBuffer fields = journal.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (int offset = damaged; offset + JournalFormat.ENTRY_HEADER_BYTES <= journal.limit(); offset++) {
            long found = fields.getLong(offset + 8);
            boolean later = found > sequence && found < sequence + SEQUENCES_LOOKED_AHEAD;
            if (later && JournalFormat.entry(journal, offset, found).isPresent()) {
                throw new HpvmException(
                        ErrorCode.CHECKSUM,
                        "read the journal " + where + ": entry " + sequence + " at offset " + damaged
                                + " is damaged, and entry " + found + " follows it at offset " + offset);
            }
        }
    }
}
