package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/**
 * The table of a record, as it stands in segments, reports and the journal: 32 bytes a piece.
 *
 * <pre>
 *  0 u32 share   4 u8 operation   5 u8 type   6 u16 attempt
 *  8 u64 task   16 u64 start     24 u32 length   28 u32 position of its bytes in the payload
 * </pre>
 *
 * Not thread-safe for reading while it is written.
 */
public final class PieceTable {
    public static final int ENTRY_BYTES = 32;

    private final ByteBuffer entries;

    private PieceTable(ByteBuffer entries) {
        this.entries = entries;
    }

    /**
     * Reads a table without copying it.
     *
     * @throws IllegalArgumentException if the bytes are not whole entries, or an entry is impossible
     */
    public static PieceTable parse(ByteBuffer bytes) {
        if (bytes.remaining() % ENTRY_BYTES != 0) {
            throw new IllegalArgumentException("a piece table of " + bytes.remaining() + " bytes");
        }
        PieceTable table = new PieceTable(bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
        for (int index = 0; index < table.size(); index++) {
            table.piece(index);
        }
        return table;
    }

    public int size() {
        return entries.limit() / ENTRY_BYTES;
    }

    public Piece piece(int index) {
        int at = index * ENTRY_BYTES;
        long start = entries.getLong(at + 16);
        return new Piece(
                entries.getInt(at),
                Operation.ofNumber(entries.get(at + 4)),
                ElementType.ofNumber(entries.get(at + 5)),
                entries.getLong(at + 8),
                Short.toUnsignedInt(entries.getShort(at + 6)),
                new ByteRange(start, start + Integer.toUnsignedLong(entries.getInt(at + 24))));
    }

    /** Where the piece's bytes begin in the payload. */
    public int position(int index) {
        return entries.getInt(index * ENTRY_BYTES + 28);
    }

    public ByteBuffer bytes() {
        return entries.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN).rewind();
    }

    static void put(ByteBuffer target, Piece piece, int position) {
        target.putInt(piece.share())
                .put((byte) piece.operation().number())
                .put((byte) piece.type().number())
                .putShort((short) piece.attempt())
                .putLong(piece.task())
                .putLong(piece.range().start())
                .putInt(piece.length())
                .putInt(position);
    }
}
