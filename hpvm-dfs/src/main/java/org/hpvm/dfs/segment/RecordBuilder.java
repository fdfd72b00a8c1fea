package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.hpvm.model.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * Gathers pieces and their bytes until they are written as one record. Pieces that continue one another become one. Not
 * thread-safe.
 */
public final class RecordBuilder {
    /** A record holds at most this many bytes of payload: what a reader must take to check one checksum. */
    public static final int MOST_PAYLOAD_BYTES = 4 << 20;

    /** And at most this many pieces. */
    public static final int MOST_PIECES = 1 << 16;

    private static final int FIRST_PAYLOAD_BYTES = 16 << 10;
    private static final int FIRST_PIECES = 64;

    private final long spawn;
    private byte[] payload = new byte[FIRST_PAYLOAD_BYTES];
    private int payloadBytes;
    private ByteBuffer table = table(FIRST_PIECES);
    private @Nullable Piece last;
    private int lastPosition;

    public RecordBuilder(long spawn) {
        this.spawn = spawn;
    }

    public boolean isEmpty() {
        return last == null;
    }

    public long spawn() {
        return spawn;
    }

    public int payloadBytes() {
        return payloadBytes;
    }

    /** Whether a piece of that many bytes still fits. */
    public boolean hasRoomFor(int bytes) {
        return payloadBytes + bytes <= MOST_PAYLOAD_BYTES
                && table.position() / PieceTable.ENTRY_BYTES < MOST_PIECES - 1;
    }

    /**
     * Adds a piece.
     *
     * @return where its bytes belong: the caller fills exactly {@code piece.length()} bytes of {@link #payload()} from
     *     there, before anything else is added
     * @throws IllegalStateException if there is no room
     */
    public int add(Piece piece) {
        int length = piece.length();
        if (!hasRoomFor(length)) {
            throw new IllegalStateException("the record is full at " + payloadBytes + " bytes");
        }
        if (payloadBytes + length > payload.length) {
            int wanted = Math.max(payloadBytes + length, 2 * payload.length);
            payload = Arrays.copyOf(payload, Math.min(MOST_PAYLOAD_BYTES, wanted));
        }
        int position = payloadBytes;
        payloadBytes += length;
        if (last != null && last.continuesWith(piece)) {
            last = new Piece(
                    last.share(),
                    last.operation(),
                    last.type(),
                    last.task(),
                    last.attempt(),
                    new ByteRange(last.range().start(), piece.range().end()));
        } else {
            finishLast();
            last = piece;
            lastPosition = position;
        }
        return position;
    }

    /**
     * The bytes gathered so far, in an array that may be longer. It is replaced when it grows: ask again after each
     * add.
     */
    public byte[] payload() {
        return payload;
    }

    /** The table and payload as they will be written; nothing may be added afterwards. */
    public SegmentRecord build() {
        finishLast();
        ByteBuffer entries = table.duplicate().flip();
        return new SegmentRecord(spawn, PieceTable.parse(entries), ByteBuffer.wrap(payload, 0, payloadBytes));
    }

    private void finishLast() {
        if (last == null) {
            return;
        }
        if (table.remaining() < PieceTable.ENTRY_BYTES) {
            table = table(2 * table.capacity() / PieceTable.ENTRY_BYTES).put(table.flip());
        }
        PieceTable.put(table, last, lastPosition);
        last = null;
    }

    private static ByteBuffer table(int pieces) {
        return ByteBuffer.allocate(pieces * PieceTable.ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
