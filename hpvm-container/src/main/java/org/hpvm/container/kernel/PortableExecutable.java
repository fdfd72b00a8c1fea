package org.hpvm.container.kernel;

import java.nio.ByteBuffer;

/** Reads the header of a Windows program; numbers are from Microsoft's "PE Format". */
final class PortableExecutable {
    private static final int OFFSET_OF_HEADER = 0x3c;
    private static final int SIGNATURE = 0x0000_4550; // "PE\0\0"

    private PortableExecutable() {}

    static BinaryHeader parse(ByteBuffer file) {
        int at = file.limit() < OFFSET_OF_HEADER + 4 ? -1 : file.getInt(OFFSET_OF_HEADER);
        if (at < 0 || at > file.limit() - 6 || file.getInt(at) != SIGNATURE) {
            throw new IllegalArgumentException("it begins like a program for Windows but is none, or is cut short");
        }
        int machine = Short.toUnsignedInt(file.getShort(at + 4));
        return switch (machine) {
            case 0x14c -> new BinaryHeader("i386", "windows", 32, false, "");
            case 0x8664 -> new BinaryHeader("x86_64", "windows", 64, false, "");
            case 0xaa64 -> new BinaryHeader("aarch64", "windows", 64, false, "");
            default ->
                throw new IllegalArgumentException(
                        "it is a program for Windows on machine number " + machine + ", which has no name here");
        };
    }
}
