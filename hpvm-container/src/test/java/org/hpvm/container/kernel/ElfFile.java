package org.hpvm.container.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The smallest file that the System V ABI calls a program: a header, one segment to load and the segment's bytes.
 *
 * @param machine number of the processor, such as 62 for x86_64, 183 for aarch64, 22 for s390x
 * @param isWide 64 bits rather than 32
 * @param order of the bytes in the header
 * @param kind 1 object, 2 program, 3 program that may stand anywhere, 4 core
 */
record ElfFile(int machine, boolean isWide, ByteOrder order, int kind) {
    static final ElfFile X86_64 = new ElfFile(62, true, ByteOrder.LITTLE_ENDIAN, 2);
    static final ElfFile AARCH64 = new ElfFile(183, true, ByteOrder.LITTLE_ENDIAN, 3);
    static final ElfFile S390X = new ElfFile(22, true, ByteOrder.BIG_ENDIAN, 2);

    private static final int SEGMENT_BYTES = 40;

    byte[] bytes(String content) {
        int headerBytes = isWide ? 64 : 52;
        int entryBytes = isWide ? 56 : 32;
        ByteBuffer file =
                ByteBuffer.allocate(headerBytes + entryBytes + SEGMENT_BYTES).order(order);
        file.put((byte) 0x7f).put((byte) 'E').put((byte) 'L').put((byte) 'F');
        file.put((byte) (isWide ? 2 : 1)).put((byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1));
        file.putShort(16, (short) kind).putShort(18, (short) machine);
        int at = headerBytes;
        if (isWide) {
            file.putLong(32, headerBytes).putShort(54, (short) entryBytes).putShort(56, (short) 1);
            file.putInt(at, 1).putLong(at + 8, at + entryBytes).putLong(at + 32, SEGMENT_BYTES);
        } else {
            file.putInt(28, headerBytes).putShort(42, (short) entryBytes).putShort(44, (short) 1);
            file.putInt(at, 1).putInt(at + 4, at + entryBytes).putInt(at + 16, SEGMENT_BYTES);
        }
        file.put(at + entryBytes, content.getBytes(StandardCharsets.US_ASCII));
        return file.array();
    }

    /** Writes it as the leaf of a place such as {@code x86_64/linux/generic}. */
    void writeLeaf(Path tree, String place) throws IOException {
        Path directory = Files.createDirectories(tree.resolve(place));
        Files.write(directory.resolve("kernel"), bytes(place));
    }
}
