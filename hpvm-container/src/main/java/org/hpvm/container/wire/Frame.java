package org.hpvm.container.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A frame as it was read: its type and its body, little-endian, from which fields are taken one after the other. The
 * format is in {@code docs/protocols/worker-protocol.md}. Not thread-safe.
 */
public final class Frame {
    /** Bytes before the body: length, type, reserved. */
    public static final int HEADER_BYTES = 8;

    /** The longest body. */
    public static final int MOST_BODY_BYTES = 64 << 20;

    private final int type;
    private final ByteBuffer body;

    Frame(int type, ByteBuffer body) {
        this.type = type;
        this.body = body.order(ByteOrder.LITTLE_ENDIAN);
    }

    public int type() {
        return type;
    }

    /** Bytes of the body that were not taken yet. */
    public int remaining() {
        return body.remaining();
    }

    /** The next byte, 0 to 255. */
    public int u8() throws FrameException {
        require(1);
        return Byte.toUnsignedInt(body.get());
    }

    /** The next two bytes, 0 to 65535. */
    public int u16() throws FrameException {
        require(2);
        return Short.toUnsignedInt(body.getShort());
    }

    public int i32() throws FrameException {
        require(4);
        return body.getInt();
    }

    /** The next count or length: four bytes, of which the highest bit must not be set. */
    public int count() throws FrameException {
        int count = i32();
        if (count < 0) {
            throw new FrameException("a count of " + Integer.toUnsignedString(count) + " in a frame of type " + type);
        }
        return count;
    }

    public long i64() throws FrameException {
        require(8);
        return body.getLong();
    }

    public String string() throws FrameException {
        return StandardCharsets.UTF_8.decode(bytes(count())).toString();
    }

    /** The next bytes, as a view that stays valid. */
    public ByteBuffer bytes(int length) throws FrameException {
        require(length);
        ByteBuffer view = body.slice(body.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        body.position(body.position() + length);
        return view;
    }

    /** Says that the body must have been taken whole. */
    public void end() throws FrameException {
        if (body.hasRemaining()) {
            throw new FrameException(body.remaining() + " bytes too many in a frame of type " + type);
        }
    }

    private void require(int bytes) throws FrameException {
        if (bytes < 0 || body.remaining() < bytes) {
            throw new FrameException("a frame of type " + type + " ends in the middle of a field");
        }
    }
}
