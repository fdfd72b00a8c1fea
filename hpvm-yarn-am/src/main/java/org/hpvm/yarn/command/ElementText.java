package org.hpvm.yarn.command;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.hpvm.model.ElementType;

/** Elements of a share as numbers, one a line; bytes as numbers from 0 to 255. */
record ElementText(ElementType type) {

    /** @param elements whole ones, in the buffer's byte order; all are read */
    ByteBuffer lines(ByteBuffer elements) {
        StringBuilder text = new StringBuilder();
        while (elements.hasRemaining()) {
            text.append(next(elements)).append('\n');
        }
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private String next(ByteBuffer elements) {
        return switch (type) {
            case BYTES, UINT8 -> Integer.toString(Byte.toUnsignedInt(elements.get()));
            case INT8 -> Byte.toString(elements.get());
            case INT16 -> Short.toString(elements.getShort());
            case UINT16 -> Integer.toString(Short.toUnsignedInt(elements.getShort()));
            case INT32 -> Integer.toString(elements.getInt());
            case UINT32 -> Integer.toUnsignedString(elements.getInt());
            case INT64 -> Long.toString(elements.getLong());
            case UINT64 -> Long.toUnsignedString(elements.getLong());
            case FLOAT32 -> Float.toString(elements.getFloat());
            case FLOAT64 -> Double.toString(elements.getDouble());
        };
    }
}
