package org.hpvm.dfs.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.hpvm.dfs.segment.Crc32c;

/**
 * The bytes of a journal; the layout is in {@code docs/formats/journal.md}.
 *
 * <pre>
 * header  64 B: "HPVMJNL1"  8 u16 version  10 u16 header bytes  12 u32 0  16 u64 epoch  … 60 u32 crc of bytes 0 to 59
 * entry:   0 u32 length of the content  4 u32 crc of all that follows  8 u64 sequence  16 content
 * </pre>
 */
final class JournalFormat {
    static final int HEADER_BYTES = 64;
    static final int ENTRY_HEADER_BYTES = 16;
    static final int MOST_CONTENT_BYTES = 64 << 20;
    private static final long MAGIC = 0x314c4e4a_4d565048L; // "HPVMJNL1"
    private static final short VERSION = 1;
    private static final int CRC_AT = 60;

    private JournalFormat() {}

    static byte[] header(long epoch) {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(MAGIC).putShort(VERSION).putShort((short) HEADER_BYTES).putInt(0);
        buffer.putLong(epoch);
        buffer.putInt(CRC_AT, Crc32c.of(buffer.array(), 0, CRC_AT));
        return buffer.array();
    }

    /**
     * The epoch in a header.
     *
     * @throws IllegalArgumentException if the bytes are no header of ours
     */
    static long epoch(ByteBuffer journal) {
        ByteBuffer header = journal.slice(0, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.getLong(0) != MAGIC || header.getShort(8) != VERSION) {
            throw new IllegalArgumentException("it does not begin with HPVMJNL1 of version 1");
        }
        if (header.getInt(CRC_AT) != Crc32c.of(header.slice(0, CRC_AT))) {
            throw new IllegalArgumentException("the checksum of its header does not match");
        }
        return header.getLong(16);
    }

    static byte[] entryHeader(long sequence, ByteBuffer content) {
        ByteBuffer buffer = ByteBuffer.allocate(ENTRY_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(content.remaining()).putInt(0).putLong(sequence);
        return buffer.putInt(4, Crc32c.of(buffer.slice(8, 8), content)).array();
    }

    /**
     * Whether the entry with that sequence number stands at an offset in its full length, and is not what was written:
     * a crash leaves less of an entry, never other bytes. A sequence of 0 with nothing but zeros is none.
     */
    static boolean isWholeButDamaged(ByteBuffer journal, int offset, long sequence) {
        return holdsEntry(journal, offset, sequence)
                && journal.getLong(offset) != 0
                && entry(journal, offset, sequence).isEmpty();
    }

    private static boolean holdsEntry(ByteBuffer journal, int offset, long sequence) {
        if (journal.limit() - offset < ENTRY_HEADER_BYTES) {
            return false;
        }
        ByteBuffer header = header(journal, offset);
        int length = header.getInt(0);
        return length >= 0
                && length <= MOST_CONTENT_BYTES
                && length <= journal.limit() - offset - ENTRY_HEADER_BYTES
                && header.getLong(8) == sequence;
    }

    private static ByteBuffer header(ByteBuffer journal, int offset) {
        return journal.slice(offset, ENTRY_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The content of the entry at an offset, if a whole entry with that sequence number and a right checksum is there.
     */
    static Optional<byte[]> entry(ByteBuffer journal, int offset, long sequence) {
        if (!holdsEntry(journal, offset, sequence)) {
            return Optional.empty();
        }
        ByteBuffer header = header(journal, offset);
        int length = header.getInt(0);
        ByteBuffer checked = journal.slice(offset + 8, 8 + length);
        if (Crc32c.of(checked) != header.getInt(4)) {
            return Optional.empty();
        }
        byte[] content = new byte[length];
        journal.get(offset + ENTRY_HEADER_BYTES, content);
        return Optional.of(content);
    }
}
