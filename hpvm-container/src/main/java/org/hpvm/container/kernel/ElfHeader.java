package org.hpvm.container.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads an ELF header; numbers are from the System V ABI, "Object Files", and its processor supplements. */
final class ElfHeader {
    private static final int EXECUTABLE = 2;
    private static final int POSITION_INDEPENDENT = 3;
    private static final int LOADED_SEGMENT = 1;
    private static final int INTERPRETER_SEGMENT = 3;
    private static final int HEADER_BYTES_64 = 64;
    private static final int HEADER_BYTES_32 = 52;

    private ElfHeader() {}

    static BinaryHeader parse(ByteBuffer file, long fileBytes) {
        if (file.limit() < HEADER_BYTES_32) {
            throw cutShort(fileBytes);
        }
        boolean wide = file.get(4) == 2;
        boolean bigEndian = file.get(5) == 2;
        ByteBuffer elf = file.duplicate().order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (wide && elf.limit() < HEADER_BYTES_64) {
            throw cutShort(fileBytes);
        }
        int machine = Short.toUnsignedInt(elf.getShort(18));
        String architecture = architecture(machine, wide, bigEndian);
        if (architecture == null) {
            throw new IllegalArgumentException(
                    "it is an ELF program for machine number " + machine + ", which has no name here");
        }
        int kind = elf.getShort(16);
        if (kind != EXECUTABLE && kind != POSITION_INDEPENDENT) {
            throw new IllegalArgumentException("it is an ELF file for " + architecture + ", but no program: link it");
        }
        return new BinaryHeader(architecture, "linux", wide ? 64 : 32, bigEndian, interpreter(elf, wide, fileBytes));
    }

    /**
     * The program that loads this one, empty if none is named. Every segment that the kernel would load must be in the
     * file.
     */
    private static String interpreter(ByteBuffer elf, boolean wide, long fileBytes) {
        long table = wide ? elf.getLong(32) : Integer.toUnsignedLong(elf.getInt(28));
        int entryBytes = Short.toUnsignedInt(elf.getShort(wide ? 54 : 42));
        int entries = Short.toUnsignedInt(elf.getShort(wide ? 56 : 44));
        boolean sane = entries > 0
                && entryBytes >= (wide ? 56 : 32)
                && table > 0
                && table <= fileBytes - (long) entries * entryBytes;
        if (!sane || table + (long) entries * entryBytes > elf.limit()) {
            throw cutShort(fileBytes);
        }
        String interpreter = "";
        for (int index = 0; index < entries; index++) {
            int at = (int) table + index * entryBytes;
            long offset = wide ? elf.getLong(at + 8) : Integer.toUnsignedLong(elf.getInt(at + 4));
            long length = wide ? elf.getLong(at + 32) : Integer.toUnsignedLong(elf.getInt(at + 16));
            boolean inside = offset >= 0 && length >= 0 && offset <= fileBytes && length <= fileBytes - offset;
            if (elf.getInt(at) == LOADED_SEGMENT && !inside) {
                throw cutShort(fileBytes);
            }
            if (elf.getInt(at) == INTERPRETER_SEGMENT && inside && offset + length <= elf.limit() && length > 1) {
                byte[] name = new byte[(int) length - 1];
                elf.get((int) offset, name);
                interpreter = new String(name, StandardCharsets.UTF_8);
            }
        }
        return interpreter;
    }

    private static IllegalArgumentException cutShort(long fileBytes) {
        return new IllegalArgumentException("it is an ELF file that ends too early, after " + fileBytes + " bytes");
    }

    private static @Nullable String architecture(int machine, boolean wide, boolean bigEndian) {
        return switch (machine) {
            case 3 -> "i386";
            case 8 -> (wide ? "mips64" : "mips") + (bigEndian ? "" : "el");
            case 20 -> "ppc";
            case 21 -> bigEndian ? "ppc64" : "ppc64le";
            case 22 -> wide ? "s390x" : "s390";
            case 40 -> "arm";
            case 43 -> "sparc64";
            case 62 -> "x86_64";
            case 183 -> "aarch64";
            case 243 -> wide ? "riscv64" : "riscv32";
            case 258 -> "loongarch64";
            default -> null;
        };
    }
}
