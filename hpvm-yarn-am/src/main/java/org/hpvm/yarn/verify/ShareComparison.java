package org.hpvm.yarn.verify;

import java.nio.ByteBuffer;
import org.hpvm.model.ElementType;

/** Compares two copies of a share, part by part. Not thread-safe. */
final class ShareComparison {
    private final ElementType type;
    private long elements;
    private long differing;
    private long places;
    private long first;
    private String firstExpected = "";
    private String firstFound = "";

    ShareComparison(ElementType type) {
        this.type = type;
    }

    /** Takes the next part: whole elements, as many in each, in the order that the buffers say. */
    void add(ByteBuffer expected, ByteBuffer found) {
        if (expected.remaining() != found.remaining() || expected.remaining() % type.width() != 0) {
            throw new IllegalArgumentException(
                    "parts of " + expected.remaining() + " and " + found.remaining() + " bytes of " + type);
        }
        int mismatch = expected.mismatch(found);
        int from = mismatch < 0 ? expected.remaining() : mismatch - mismatch % type.width();
        for (int at = from; at < expected.remaining(); at += type.width()) {
            compare(expected, expected.position() + at, found, found.position() + at, elements + at / type.width());
        }
        elements += expected.remaining() / type.width();
    }

    private void compare(ByteBuffer expected, int at, ByteBuffer found, int other, long element) {
        if (expected.slice(at, type.width()).mismatch(found.slice(other, type.width())) < 0) {
            return;
        }
        if (differing == 0) {
            first = element;
            firstExpected = text(expected, at);
            firstFound = text(found, other);
        }
        differing++;
        places = Math.max(places, distance(expected, at, found, other));
    }

    Distance distance() {
        return new Distance(elements, differing, places, first, firstExpected, firstFound);
    }

    private long distance(ByteBuffer one, int at, ByteBuffer other, int otherAt) {
        return switch (type) {
            case FLOAT32 -> between(one.getFloat(at), other.getFloat(otherAt));
            case FLOAT64 -> between(one.getDouble(at), other.getDouble(otherAt));
            case BYTES, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> Distance.FAR;
        };
    }

    private static long between(float one, float other) {
        return Float.isNaN(one) || Float.isNaN(other)
                ? nan(Float.isNaN(one) && Float.isNaN(other))
                : Math.abs((long) ordered(Float.floatToRawIntBits(one)) - ordered(Float.floatToRawIntBits(other)));
    }

    private static long between(double one, double other) {
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return nan(Double.isNaN(one) && Double.isNaN(other));
        }
        long a = ordered(Double.doubleToRawLongBits(one));
        long b = ordered(Double.doubleToRawLongBits(other));
        long distance = Math.max(a, b) - Math.min(a, b);
        return distance < 0 ? Distance.FAR - 1 : distance; // beyond 2^63 - 1 it matters no more
    }

    /** Processors disagree about the bits of what is no number, and nobody computes with them. */
    private static long nan(boolean areBoth) {
        return areBoth ? 0 : Distance.FAR;
    }

    /** A number for each float so that neighbours have neighbouring ones, and both zeros the same. */
    private static int ordered(int bits) {
        return bits < 0 ? Integer.MIN_VALUE - bits : bits;
    }

    private static long ordered(long bits) {
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private String text(ByteBuffer buffer, int at) {
        return switch (type) {
            case BYTES -> String.format("0x%02x", buffer.get(at));
            case INT8 -> Byte.toString(buffer.get(at));
            case UINT8 -> Integer.toString(Byte.toUnsignedInt(buffer.get(at)));
            case INT16 -> Short.toString(buffer.getShort(at));
            case UINT16 -> Integer.toString(Short.toUnsignedInt(buffer.getShort(at)));
            case INT32 -> Integer.toString(buffer.getInt(at));
            case UINT32 -> Integer.toUnsignedString(buffer.getInt(at));
            case INT64 -> Long.toString(buffer.getLong(at));
            case UINT64 -> Long.toUnsignedString(buffer.getLong(at));
            case FLOAT32 -> Float.toString(buffer.getFloat(at));
            case FLOAT64 -> Double.toString(buffer.getDouble(at));
        };
    }
}
