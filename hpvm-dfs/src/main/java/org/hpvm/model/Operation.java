package org.hpvm.model;

/** What a merged range does to the bytes of its share; the numbers are those of the wire and file formats. */
public enum Operation {
    WRITE(0),
    SUM(1),
    MIN(2),
    MAX(3),
    AND(4),
    OR(5),
    XOR(6),
    /** A sum whose rounding may depend on how the run went; integers are exact all the same. */
    SUM_FAST(7);

    private final int number;

    Operation(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** Whether it works on bits, so that integers and bytes have it and floats have not. */
    public boolean isOnBits() {
        return switch (this) {
            case AND, OR, XOR -> true;
            case WRITE, SUM, MIN, MAX, SUM_FAST -> false;
        };
    }

    /** Whether elements of a type can be combined so; a write combines nothing. */
    public boolean combines(ElementType type) {
        return switch (type) {
            case BYTES -> isOnBits();
            case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> this != WRITE;
            case FLOAT32, FLOAT64 -> this != WRITE && !isOnBits();
        };
    }

    /**
     * The operation of a number from a wire or a file.
     *
     * @throws IllegalArgumentException if no operation has that number
     */
    public static Operation ofNumber(int number) {
        for (Operation operation : values()) {
            if (operation.number == number) {
                return operation;
            }
        }
        throw new IllegalArgumentException("no operation has the number " + number);
    }
}
