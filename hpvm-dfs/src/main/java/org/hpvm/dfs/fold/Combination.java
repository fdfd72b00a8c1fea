package org.hpvm.dfs.fold;

import java.nio.ByteBuffer;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/**
 * An operation on elements of a type: how two of them become one.
 *
 * <p>Integers wrap. Floats follow IEEE 754: sums round to nearest; MIN and MAX are its 2019 {@code minimum} and
 * {@code maximum}, so a NaN wins over every number and −0 is less than +0. A result that is NaN is always the same one,
 * quiet, positive and without a payload, because which payload a processor keeps depends on the order of operands.
 */
public record Combination(Operation operation, ElementType type) {

    public Combination {
        if (!operation.combines(type)) {
            throw new IllegalArgumentException(operation + " has no meaning for " + type);
        }
    }

    /** Whether the result depends on the order in which elements are combined. */
    public boolean isOrdered() {
        return operation == Operation.SUM && isFloat();
    }

    private boolean isFloat() {
        return type == ElementType.FLOAT32 || type == ElementType.FLOAT64;
    }

    /**
     * Combines the elements of two buffers of the same length, in their byte orders; the result replaces the first's.
     */
    public void combine(ByteBuffer into, ByteBuffer values) {
        int width = type.width();
        for (int at = 0; at < into.remaining(); at += width) {
            int left = into.position() + at;
            put(into, left, combine(get(into, left), get(values, values.position() + at)));
        }
    }

    /** Combines two elements as {@link #get} gives them. */
    long combine(long left, long right) {
        return switch (operation) {
            case SUM, SUM_FAST -> sum(left, right);
            case MIN -> least(left, right);
            case MAX -> greatest(left, right);
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case WRITE -> throw new IllegalStateException("a write combines nothing");
        };
    }

    private long sum(long left, long right) {
        return switch (type) {
            case FLOAT32 -> bits(asFloat(left) + asFloat(right));
            case FLOAT64 -> bits(Double.longBitsToDouble(left) + Double.longBitsToDouble(right));
            default -> left + right;
        };
    }

    private long least(long left, long right) {
        return switch (type) {
            case FLOAT32 -> bits(Math.min(asFloat(left), asFloat(right)));
            case FLOAT64 -> bits(Math.min(Double.longBitsToDouble(left), Double.longBitsToDouble(right)));
            case UINT64 -> Long.compareUnsigned(left, right) <= 0 ? left : right;
            default -> Math.min(left, right);
        };
    }

    private long greatest(long left, long right) {
        return switch (type) {
            case FLOAT32 -> bits(Math.max(asFloat(left), asFloat(right)));
            case FLOAT64 -> bits(Math.max(Double.longBitsToDouble(left), Double.longBitsToDouble(right)));
            case UINT64 -> Long.compareUnsigned(left, right) >= 0 ? left : right;
            default -> Math.max(left, right);
        };
    }

    private static float asFloat(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    // Not the raw bits: these make one NaN of all.
    private static long bits(float value) {
        return Float.floatToIntBits(value);
    }

    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }

    /** An element as 64 bits: an integer as a number with or without a sign, a float as its bits. */
    long get(ByteBuffer buffer, int at) {
        return switch (type) {
            case BYTES, UINT8 -> Byte.toUnsignedLong(buffer.get(at));
            case INT8 -> buffer.get(at);
            case UINT16 -> Short.toUnsignedLong(buffer.getShort(at));
            case INT16 -> buffer.getShort(at);
            case UINT32 -> Integer.toUnsignedLong(buffer.getInt(at));
            case INT32, FLOAT32 -> buffer.getInt(at);
            case INT64, UINT64, FLOAT64 -> buffer.getLong(at);
        };
    }

    void put(ByteBuffer buffer, int at, long bits) {
        switch (type) {
            case BYTES, INT8, UINT8 -> buffer.put(at, (byte) bits);
            case INT16, UINT16 -> buffer.putShort(at, (short) bits);
            case INT32, UINT32, FLOAT32 -> buffer.putInt(at, (int) bits);
            case INT64, UINT64, FLOAT64 -> buffer.putLong(at, bits);
        }
    }
}
