package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 64 bytes of a record in a segment; the layout is in {@code docs/formats/segment.md}.
 *
 * @param offset where the record begins in its file; repeated in the record, so that displaced bytes are noticed
 * @param identity that of the segment's header
 * @param spawn the spawn whose tasks merged the pieces
 * @param pieces entries of the table
 * @param payloadBytes bytes that follow the table
 * @param bodyCrc over table and payload
 * @param previousCrc header checksum of the record before, 0 for the first: a missing record is noticed
 */
public record RecordHeader(
        long offset, long identity, long spawn, int pieces, int payloadBytes, int bodyCrc, int previousCrc) {
    public static final int BYTES = 64;
    private static final int MAGIC = 0x43455248; // "HREC"
    private static final short PIECES = 1;
    private static final int CRC_AT = 60;

    public RecordHeader {
        if (pieces < 0 || payloadBytes < 0) {
            throw new IllegalArgumentException("a record of " + pieces + " pieces and " + payloadBytes + " bytes");
        }
    }

    /** Bytes of the whole record in the file: header, table, payload, and padding up to a multiple of 8. */
    public int recordBytes() {
        return recordBytes(pieces, payloadBytes);
    }

    static int recordBytes(int pieces, int payloadBytes) {
        return Math.addExact(BYTES + Math.multiplyExact(pieces, PieceTable.ENTRY_BYTES), (payloadBytes + 7) & ~7);
    }

    public ByteBuffer encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(MAGIC).putShort(PIECES).putShort((short) 0);
        buffer.putLong(offset).putLong(identity).putLong(spawn);
        buffer.putInt(pieces).putInt(payloadBytes).putInt(bodyCrc).putInt(previousCrc);
        buffer.putInt(CRC_AT, Crc32c.of(buffer.array(), 0, CRC_AT));
        return buffer.rewind();
    }

    /** The header's own checksum, which the next record repeats. */
    int crc() {
        return encode().getInt(CRC_AT);
    }

    /**
     * Reads and checks a header.
     *
     * @param buffer at least {@link #BYTES} from its position
     * @throws IllegalArgumentException saying which field is wrong
     */
    public static RecordHeader parse(ByteBuffer buffer) {
        ByteBuffer bytes = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(0) != MAGIC || bytes.getShort(4) != PIECES) {
            throw new IllegalArgumentException("no record begins there");
        }
        if (bytes.getInt(CRC_AT) != Crc32c.of(bytes.slice(0, CRC_AT))) {
            throw new IllegalArgumentException("the checksum of the record's header does not match");
        }
        return new RecordHeader(
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(24),
                bytes.getInt(32),
                bytes.getInt(36),
                bytes.getInt(40),
                bytes.getInt(44));
    }
}
