package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** Reads a record out of bytes fetched from a segment, and believes nothing that its checksums do not prove. */
public final class RecordReader {
    private RecordReader() {}

    /**
     * Reads one record.
     *
     * @param bytes the record from header to padding
     * @param place where the bytes were fetched from
     * @param where names the file, for the error
     * @throws HpvmException with {@link ErrorCode#CHECKSUM}, naming file and offset, if they are not the record of that
     *     place
     */
    public static SegmentRecord read(ByteBuffer bytes, RecordPlace place, Object where) throws HpvmException {
        try {
            RecordHeader header = RecordHeader.parse(bytes);
            if (header.offset() != place.offset()) {
                throw new IllegalArgumentException("the record says that it belongs at offset " + header.offset());
            }
            if (header.recordBytes() != place.length() || bytes.remaining() < place.length()) {
                throw new IllegalArgumentException("the record has " + header.recordBytes() + " bytes where "
                        + place.length() + " were written and " + bytes.remaining() + " read");
            }
            int tableBytes = header.pieces() * PieceTable.ENTRY_BYTES;
            ByteBuffer body = bytes.slice(bytes.position() + RecordHeader.BYTES, tableBytes + header.payloadBytes());
            if (Crc32c.of(body) != header.bodyCrc()) {
                throw new IllegalArgumentException("the checksum of its bytes does not match");
            }
            return new SegmentRecord(
                    header.spawn(),
                    PieceTable.parse(body.slice(0, tableBytes)),
                    body.slice(tableBytes, header.payloadBytes()));
        } catch (IllegalArgumentException e) {
            throw new HpvmException(
                    ErrorCode.CHECKSUM,
                    "read " + place.length() + " bytes at offset " + place.offset() + " of " + where + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
