package org.hpvm.container.wire;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.function.IntSupplier;

/** A channel that gives its bytes in pieces as small as a pipe may cut them. */
final class CutChannel implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final IntSupplier pieces;

    /** @param pieces the most bytes that the next read gives, 1 or more */
    CutChannel(ByteBuffer bytes, IntSupplier pieces) {
        this.bytes = bytes;
        this.pieces = pieces;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!bytes.hasRemaining()) {
            return -1;
        }
        int count = Math.min(Math.min(pieces.getAsInt(), target.remaining()), bytes.remaining());
        target.put(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
