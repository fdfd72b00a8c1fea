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
