package org.hpvm.sdk.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hpvm.model.ElementType;

/**
 * Memory of the program that is shared by being copied at spawn boundaries: an array, or a buffer. Positions are bytes.
 *
 * @param width bytes of an element; a copy begins and ends between two elements
 * @param size bytes in all
 * @param reading copies from the program's memory into all that remains of a buffer
 * @param writing copies all that remains of a buffer into the program's memory
 */
public record ProgramMemory(int width, long size, Copy reading, Copy writing) {

    /** Copies elements between a buffer of native order and the program's memory. */
    @FunctionalInterface
    interface Copy {
        /**
         * Copies elements.
         *
         * @param count elements in the buffer
         */
        void copy(int firstElement, int count, ByteBuffer buffer);
    }

    public static ProgramMemory of(byte[] array) {
        return new ProgramMemory(
                1,
                array.length,
                (first, count, buffer) -> buffer.put(array, first, count),
                (first, count, buffer) -> buffer.get(array, first, count));
    }

    public static ProgramMemory of(int[] array) {
        return new ProgramMemory(
                Integer.BYTES,
                (long) array.length * Integer.BYTES,
                (first, count, buffer) -> buffer.asIntBuffer().put(array, first, count),
                (first, count, buffer) -> buffer.asIntBuffer().get(array, first, count));
    }

    public static ProgramMemory of(long[] array) {
        return new ProgramMemory(
                Long.BYTES,
                (long) array.length * Long.BYTES,
                (first, count, buffer) -> buffer.asLongBuffer().put(array, first, count),
                (first, count, buffer) -> buffer.asLongBuffer().get(array, first, count));
    }

    public static ProgramMemory of(float[] array) {
        return new ProgramMemory(
                Float.BYTES,
                (long) array.length * Float.BYTES,
                (first, count, buffer) -> buffer.asFloatBuffer().put(array, first, count),
                (first, count, buffer) -> buffer.asFloatBuffer().get(array, first, count));
    }

    public static ProgramMemory of(double[] array) {
        return new ProgramMemory(
                Double.BYTES,
                (long) array.length * Double.BYTES,
                (first, count, buffer) -> buffer.asDoubleBuffer().put(array, first, count),
                (first, count, buffer) -> buffer.asDoubleBuffer().get(array, first, count));
    }

    /**
     * What remains of a buffer now; its position and limit may change later.
     *
     * @throws IllegalArgumentException if it is read-only, not made of whole elements, or in the wrong byte order for
     *     them
     */
    public static ProgramMemory of(ByteBuffer memory, ElementType type) {
        if (memory.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
        if (type.width() > 1 && memory.order() != ByteOrder.nativeOrder()) {
            throw new IllegalArgumentException("the buffer is " + memory.order()
                    + ", this machine is not; call order(ByteOrder.nativeOrder()) before filling it");
        }
        if (memory.remaining() % type.width() != 0) {
            throw new IllegalArgumentException(
                    memory.remaining() + " bytes are not elements of " + type.width() + " bytes");
        }
        ByteBuffer all = memory.slice();
        return new ProgramMemory(
                1,
                all.remaining(),
                (first, count, buffer) -> buffer.put(buffer.position(), all, first, count),
                (first, count, buffer) -> all.put(first, buffer, buffer.position(), count));
    }

    /** Fills what remains of a buffer with the bytes from {@code start}. */
    void read(long start, ByteBuffer target) {
        reading.copy((int) (start / width), target.remaining() / width, inNativeOrder(target));
    }

    /** Replaces the bytes from {@code start} by what remains of a buffer. */
    void write(long start, ByteBuffer source) {
        writing.copy((int) (start / width), source.remaining() / width, inNativeOrder(source));
    }

    private static ByteBuffer inNativeOrder(ByteBuffer buffer) {
        return buffer.slice().order(ByteOrder.nativeOrder());
    }
}
