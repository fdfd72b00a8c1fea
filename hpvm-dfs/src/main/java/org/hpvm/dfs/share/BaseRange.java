package org.hpvm.dfs.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.dfs.segment.Crc32c;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;

/** Reads a range of a base file, chunk by chunk, each checked against the checksum that was kept for it. */
final class BaseRange {
    private BaseRange() {}

    /** @param range begins at a multiple of the chunk size */
    static void read(FileSystem files, BaseFile base, ByteRange range, ShareTarget target) throws IOException {
        byte[] chunk = new byte[BaseFile.CHUNK_BYTES];
        try (FSDataInputStream in = files.open(base.path())) {
            for (long position = range.start(); position < range.end(); position += BaseFile.CHUNK_BYTES) {
                int length = (int) Math.min(BaseFile.CHUNK_BYTES, base.bytes() - position);
                in.readFully(position, chunk, 0, length);
                if (Crc32c.of(chunk, 0, length) != base.checksums().get((int) (position / BaseFile.CHUNK_BYTES))) {
                    throw new HpvmException(
                            ErrorCode.CHECKSUM,
                            "read " + length + " bytes at offset " + position + " of " + base.path()
                                    + ": their checksum is not the one that was written");
                }
                target.write(position, ByteBuffer.wrap(chunk, 0, length));
            }
        }
    }
}
