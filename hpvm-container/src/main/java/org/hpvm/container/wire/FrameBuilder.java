package org.hpvm.container.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes one frame, field by field. Not thread-safe. */
public final class FrameBuilder {
    private static final int FIRST_BYTES = 256;

    private ByteBuffer buffer =
            ByteBuffer.allocate(FIRST_BYTES).order(ByteOrder.LITTLE_ENDIAN).position(Frame.HEADER_BYTES);
    private final int type;

    public FrameBuilder(int type) {
        this.type = type;
    }

    public FrameBuilder u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    public FrameBuilder u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    public FrameBuilder i32(int value) {
        room(4).putInt(value);
        return this;
    }

    public FrameBuilder i64(long value) {
        room(8).putLong(value);
        return this;
    }

    public FrameBuilder string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        i32(bytes.length);
        room(bytes.length).put(bytes);
        return this;
    }

    /** Appends what remains of a buffer, whose position stays. */
    public FrameBuilder bytes(ByteBuffer bytes) {
        room(bytes.remaining()).put(bytes.duplicate());
        return this;
    }

    /** Bytes of the body so far. */
    public int size() {
        return buffer.position() - Frame.HEADER_BYTES;
    }

    /** The frame as it goes over the wire. */
    public ByteBuffer build() {
        int length = size();
        if (length > Frame.MOST_BODY_BYTES) {
            throw new IllegalStateException("a frame of type " + type + " with a body of " + length + " bytes");
        }
        buffer.putInt(0, length).putShort(4, (short) type).putShort(6, (short) 0);
        return buffer.duplicate().flip();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int capacity = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
            buffer =
                    ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
        }
        return buffer;
    }
}
