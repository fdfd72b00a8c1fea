package org.hpvm.container.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hpvm.model.ByteRange;

/**
 * Turns elements from one byte order into the other. Byte {@code p} of a share stands in the other order at
 * {@link #mirrored}.
 */
public final class ByteSwap {
    private ByteSwap() {}

    /** Where the byte at a position of the share stands in the other byte order, within the same element. */
    public static long mirrored(long position, int width) {
        long element = position - position % width;
        return element + width - 1 - position % width;
    }

    /** Whether a range is made of whole elements. */
    public static boolean isWhole(ByteRange range, int width) {
        return range.start() % width == 0 && range.end() % width == 0;
    }

    /**
     * Copies whole elements, each turned round.
     *
     * @param width 2, 4 or 8
     * @param source what remains is read; a multiple of the width; its position is left alone
     * @param target has room for as much from its position, which is left alone
     */
    public static void copy(int width, ByteBuffer source, ByteBuffer target) {
        ByteBuffer from = source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = target.duplicate().order(ByteOrder.BIG_ENDIAN);
        switch (width) {
            case 2 -> to.asShortBuffer().put(from.asShortBuffer());
            case 4 -> to.asIntBuffer().put(from.asIntBuffer());
            case 8 -> to.asLongBuffer().put(from.asLongBuffer());
            default -> throw new IllegalArgumentException("elements of " + width + " bytes have no byte order");
        }
    }
}
