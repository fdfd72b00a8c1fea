package org.hpvm.container.worker;

import java.nio.ByteOrder;
import org.hpvm.container.wire.FrameException;

/** Byte orders as the protocols number them: 1 little, 2 big. */
public final class ByteOrders {
    private ByteOrders() {}

    public static int number(ByteOrder order) {
        return order == ByteOrder.LITTLE_ENDIAN ? 1 : 2;
    }

    public static ByteOrder ofNumber(int number) throws FrameException {
        return switch (number) {
            case 1 -> ByteOrder.LITTLE_ENDIAN;
            case 2 -> ByteOrder.BIG_ENDIAN;
            default -> throw new FrameException("byte order " + number + " where 1 or 2 is known");
        };
    }
}
