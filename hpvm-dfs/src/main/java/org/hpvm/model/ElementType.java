package org.hpvm.model;

/**
 * What a share's elements are; the numbers are those of {@code HPVM_BYTES …} in {@code hpvm.h} and of the wire formats.
 */
public enum ElementType {
    BYTES(0, 1),
    INT8(1, 1),
    INT16(2, 2),
    INT32(3, 4),
    INT64(4, 8),
    UINT8(5, 1),
    UINT16(6, 2),
    UINT32(7, 4),
    UINT64(8, 8),
    FLOAT32(9, 4),
    FLOAT64(10, 8);

    private final int number;
    private final int width;

    ElementType(int number, int width) {
        this.number = number;
        this.width = width;
    }

    public int number() {
        return number;
    }

    /** Bytes of one element. */
    public int width() {
        return width;
    }

    /**
     * The type of a number from a wire or a file.
     *
     * @throws IllegalArgumentException if no type has that number
     */
    public static ElementType ofNumber(int number) {
        for (ElementType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        throw new IllegalArgumentException("no element type has the number " + number);
    }
}
