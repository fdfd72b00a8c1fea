package org.hpvm.container.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a kernel's first bytes say it is made for.
 *
 * @param architecture as in {@link LeafPath}; {@code any} for Java
 * @param os {@code linux} for ELF, {@code windows} for PE, {@code jvm} for a jar
 * @param wordBits 32 or 64; 0 for a jar
 * @param isBigEndian of its processor's byte order; false for a jar
 * @param interpreter the program that must be on the machine to load it; empty if it stands alone
 */
public record BinaryHeader(String architecture, String os, int wordBits, boolean isBigEndian, String interpreter) {

    /** So many bytes from the start are enough for {@link #parse}. */
    public static final int BYTES_WANTED = 64 << 10;

    /**
     * Reads the header of a kernel.
     *
     * @param start the file's first bytes, {@link #BYTES_WANTED} or all of a shorter file
     * @param fileBytes the length of the whole file
     * @throws IllegalArgumentException saying what the file is, if it is no kernel, or is cut short
     */
    public static BinaryHeader parse(ByteBuffer start, long fileBytes) {
        ByteBuffer bytes = start.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() == 0) {
            throw new IllegalArgumentException("it is empty");
        }
        if (beginsWith(bytes, "#!")) {
            throw new IllegalArgumentException("it is a script; a kernel is a compiled program");
        }
        if (beginsWith(bytes, "\u007fELF")) {
            return ElfHeader.parse(bytes, fileBytes);
        }
        if (beginsWith(bytes, "MZ")) {
            return PortableExecutable.parse(bytes);
        }
        if (beginsWith(bytes, "PK\u0003\u0004")) {
            return new BinaryHeader(LeafPath.ANY_ARCHITECTURE, LeafPath.JVM, 0, false, "");
        }
        throw new IllegalArgumentException("it is neither ELF, nor PE, nor a jar");
    }

    /** Whether a leaf may stand at that place. */
    public boolean fits(LeafPath path) {
        return architecture.equals(path.architecture()) && os.equals(path.os());
    }

    /** All of it, for people: {@code 64-bit little-endian, stands alone}. */
    public String facts() {
        if (wordBits == 0) {
            return "Java";
        }
        return wordBits + "-bit " + (isBigEndian ? "big" : "little") + "-endian, "
                + (interpreter.isEmpty() ? "stands alone" : "needs " + interpreter);
    }

    @Override
    public String toString() {
        return architecture + "/" + os;
    }

    private static boolean beginsWith(ByteBuffer bytes, String text) {
        if (bytes.limit() < text.length()) {
            return false;
        }
        for (int index = 0; index < text.length(); index++) {
            if (bytes.get(index) != (byte) text.charAt(index)) {
                return false;
            }
        }
        return true;
    }
}
