package org.hpvm.dfs.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The checksum of every format of ours: CRC-32C, which processors compute at memory speed. */
public final class Crc32c {
    private Crc32c() {}

    public static int of(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** Over what remains in each buffer, one after the other; positions stay. */
    public static int of(ByteBuffer... buffers) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer buffer : buffers) {
            crc.update(buffer.duplicate());
        }
        return (int) crc.getValue();
    }
}
