package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The first 64 bytes of a segment file; the layout is in {@code docs/formats/segment.md}.
 *
 * @param segment the segment's number within its application
 * @param identity a random number; every record of the file repeats it, so that bytes of another file are noticed
 */
public record SegmentHeader(long segment, long identity) {
    public static final int BYTES = 64;
    static final int VERSION = 1;
    private static final long MAGIC = 0x31474553_4D565048L; // "HPVMSEG1"
    private static final int CRC_AT = 60;

    public ByteBuffer encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(MAGIC).putShort((short) VERSION).putShort((short) BYTES).putInt(0);
        buffer.putLong(segment).putLong(identity);
        buffer.putInt(CRC_AT, Crc32c.of(buffer.array(), 0, CRC_AT));
        return buffer.rewind();
    }

    /**
     * Reads and checks a header.
     *
     * @param buffer at least {@link #BYTES} from its position
     * @throws IllegalArgumentException saying which field is wrong
     */
    public static SegmentHeader parse(ByteBuffer buffer) {
        ByteBuffer bytes = buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(0) != MAGIC) {
            throw new IllegalArgumentException("it does not begin with HPVMSEG1");
        }
        if (bytes.getShort(8) != VERSION) {
            throw new IllegalArgumentException("format version " + bytes.getShort(8) + " where 1 is known");
        }
        if (bytes.getInt(CRC_AT) != Crc32c.of(bytes.slice(0, CRC_AT))) {
            throw new IllegalArgumentException("the checksum of its header does not match");
        }
        return new SegmentHeader(bytes.getLong(16), bytes.getLong(24));
    }
}
