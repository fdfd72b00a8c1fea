package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;

/**
 * A record that is complete but not yet written anywhere, or one that was read and checked.
 *
 * @param payload from position to limit; a piece's bytes begin at its table position, counted from there
 */
public record SegmentRecord(long spawn, PieceTable table, ByteBuffer payload) {

    public SegmentRecord {
        payload = payload.slice();
        for (int index = 0; index < table.size(); index++) {
            int position = table.position(index);
            if (position < 0 || (long) position + table.piece(index).length() > payload.limit()) {
                throw new IllegalArgumentException("piece " + index + " lies outside the payload of its record");
            }
        }
    }

    /** A view of its own of the payload. */
    @Override
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    public int payloadBytes() {
        return payload.limit();
    }

    /** The bytes of one piece, a view. */
    public ByteBuffer bytes(int index) {
        return payload.slice(table.position(index), table.piece(index).length());
    }
}
