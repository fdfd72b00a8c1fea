package org.hpvm.yarn.verify;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hpvm.sdk.SharedMemory;

/**
 * A share in memory, and the files that it is filled from and compared with. Not thread-safe.
 *
 * @param before what it holds before each run
 * @param kept what it held after the first run
 */
record VerifiedShare(VerifyShare share, SharedMemory memory, Path before, Path kept) {
    /** A multiple of every element's width. */
    private static final int PART_BYTES = 1 << 20;

    /** Makes it what it was before the first run. */
    void reset() throws IOException {
        try (FileChannel in = FileChannel.open(before, StandardOpenOption.READ)) {
            for (long at = 0; at < share.bytes(); at = end(at)) {
                read(in, at, memory.bytes(at, end(at)));
            }
        }
    }

    /** Keeps what it holds now, for others to be compared with. */
    void keep() throws IOException {
        try (FileChannel out = FileChannel.open(kept, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long at = 0; at < share.bytes(); at = end(at)) {
                ByteBuffer part = memory.bytes(at, end(at));
                while (part.hasRemaining()) {
                    out.write(part, at + part.position());
                }
            }
        }
    }

    /** How far what it holds now is from what a file holds. */
    Distance from(Path file) throws IOException {
        ShareComparison comparison = new ShareComparison(share.type());
        ByteBuffer expected = ByteBuffer.allocateDirect(PART_BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = 0; at < share.bytes(); at = end(at)) {
                expected.clear().limit((int) (end(at) - at));
                read(in, at, expected);
                comparison.add(expected.flip(), memory.bytes(at, end(at)));
            }
        }
        return comparison.distance();
    }

    private long end(long at) {
        return Math.min(share.bytes(), at + PART_BYTES);
    }

    private void read(FileChannel in, long at, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (in.read(target, at + target.position()) < 0) {
                throw new EOFException("read the content of share " + share.name()
                        + ": the file has become shorter since it was first looked at");
            }
        }
    }
}
