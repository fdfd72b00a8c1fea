package org.hpvm.sdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.hpvm.model.ElementType;

/**
 * Values as they stand in a share of this machine. {@code Elements.of(first, last).bytes()} also makes an argument
 * block.
 *
 * @param type what they are; {@code BYTES} stands for whatever the share's elements are
 * @param bytes what remains are the values, in the machine's byte order
 */
public record Elements(ElementType type, ByteBuffer bytes) {

    /** Takes a view, so that the position of what it is given neither moves nor matters later. */
    public Elements {
        bytes = bytes.slice().order(ByteOrder.nativeOrder());
    }

    /** What remains of a buffer: whole elements of the share's type, in the machine's byte order. Not copied. */
    public static Elements of(ByteBuffer bytes) {
        return new Elements(ElementType.BYTES, bytes);
    }

    public static Elements of(float... values) {
        ByteBuffer bytes = room(ElementType.FLOAT32, values.length);
        bytes.asFloatBuffer().put(values);
        return new Elements(ElementType.FLOAT32, bytes);
    }

    public static Elements of(double... values) {
        ByteBuffer bytes = room(ElementType.FLOAT64, values.length);
        bytes.asDoubleBuffer().put(values);
        return new Elements(ElementType.FLOAT64, bytes);
    }

    public static Elements of(int... values) {
        ByteBuffer bytes = room(ElementType.INT32, values.length);
        bytes.asIntBuffer().put(values);
        return new Elements(ElementType.INT32, bytes);
    }

    public static Elements of(long... values) {
        ByteBuffer bytes = room(ElementType.INT64, values.length);
        bytes.asLongBuffer().put(values);
        return new Elements(ElementType.INT64, bytes);
    }

    private static ByteBuffer room(ElementType type, int count) {
        return ByteBuffer.allocate(Math.multiplyExact(type.width(), count)).order(ByteOrder.nativeOrder());
    }

    /**
     * What the values are when they go into a share: {@code int} also stands for {@code UINT32}, {@code long} for
     * {@code UINT64}, and a share of bytes takes anything.
     *
     * @return the type, or empty if such values cannot be elements of such a share
     */
    public Optional<ElementType> typeIn(ElementType share) {
        boolean isShares = type == ElementType.BYTES
                || type == share
                || (type == ElementType.INT32 && share == ElementType.UINT32)
                || (type == ElementType.INT64 && share == ElementType.UINT64);
        if (isShares) {
            return Optional.of(share);
        }
        return share == ElementType.BYTES ? Optional.of(type) : Optional.empty();
    }
}
