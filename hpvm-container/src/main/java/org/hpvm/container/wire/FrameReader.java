package org.hpvm.container.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;

/** Reads frames from a channel. Not thread-safe; owned by one reading thread. */
public final class FrameReader {
    private static final int BUFFER_BYTES = 64 << 10;

    private final ReadableByteChannel channel;
    private ByteBuffer buffer = empty(BUFFER_BYTES);

    public FrameReader(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the next frame. It is a view of this reader's buffer, valid until the next call.
     *
     * @return empty when the channel ended between two frames
     * @throws FrameException if it ended within a frame, or the frame is longer than allowed
     */
    public Optional<Frame> read() throws IOException {
        if (!fill(Frame.HEADER_BYTES)) {
            if (buffer.hasRemaining()) {
                throw new FrameException("the link ended within the header of a frame");
            }
            return Optional.empty();
        }
        int length = buffer.getInt();
        int type = Short.toUnsignedInt(buffer.getShort());
        buffer.getShort();
        if (length < 0 || length > Frame.MOST_BODY_BYTES) {
            throw new FrameException("a frame of type " + type + " with a body of " + Integer.toUnsignedString(length)
                    + " bytes; " + Frame.MOST_BODY_BYTES + " is the most");
        }
        if (!fill(length)) {
            throw new FrameException("the link ended within a frame of type " + type);
        }
        ByteBuffer body = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return Optional.of(new Frame(type, body));
    }

    /** Whether another frame can be read, at least in part, without waiting. */
    public boolean hasBuffered() {
        return buffer.hasRemaining();
    }

    /** Makes sure that so many bytes are in the buffer; false when the channel ended before. */
    private boolean fill(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) {
            return true;
        }
        if (buffer.capacity() < bytes) {
            buffer = empty(bytes).clear().put(buffer).flip();
        } else if (buffer.capacity() - buffer.position() < bytes) {
            buffer.compact().flip();
        }
        while (buffer.remaining() < bytes) {
            int end = buffer.limit();
            ByteBuffer free = buffer.duplicate().limit(buffer.capacity()).position(end);
            int read = channel.read(free);
            if (read < 0) {
                return false;
            }
            buffer.limit(end + read);
        }
        return true;
    }

    private static ByteBuffer empty(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    }
}
