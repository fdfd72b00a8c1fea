package org.hpvm.dfs.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.dfs.segment.Crc32c;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;

/**
 * Reads a range of a base file with one request, and checks each chunk of it against the checksum that was kept for it.
 * One request, not one a chunk: a DataNode opens the block again for each.
 */
final class BaseRange {
    private BaseRange() {}

    /** @param range begins at a multiple of the chunk size; fits into memory */
    static void read(FileSystem files, BaseFile base, ByteRange range, ShareTarget target) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(range.length())];
        try (FSDataInputStream in = files.open(base.path())) {
            in.readFully(range.start(), bytes);
        }
        for (int at = 0; at < bytes.length; at += BaseFile.CHUNK_BYTES) {
            int length = Math.min(BaseFile.CHUNK_BYTES, bytes.length - at);
            long position = range.start() + at;
            if (Crc32c.of(bytes, at, length) != base.checksums().get((int) (position / BaseFile.CHUNK_BYTES))) {
                throw new HpvmException(
                        ErrorCode.CHECKSUM,
                        "read " + length + " bytes at offset " + position + " of " + base.path()
                                + ": their checksum is not the one that was written");
            }
            target.write(position, ByteBuffer.wrap(bytes, at, length));
        }
    }
}
