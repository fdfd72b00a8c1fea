package org.hpvm.sdk.memory;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file that holds what the cluster knows of a share. It is read and written by calls rather than through a map: a
 * hole in a memory file system that is touched through a map takes a page, one that is read does not.
 */
public final class Shadow implements Closeable {
    /** A share is compared in pieces of so many bytes. */
    static final int CHUNK_BYTES = 64 << 10;

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES);

    private final FileChannel file;
    private final long size;

    private Shadow(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /**
     * Opens the file that the gateway has made.
     *
     * @param size bytes of the share
     */
    public static Shadow open(Path path, long size) throws IOException {
        return new Shadow(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), size);
    }

    long size() {
        return size;
    }

    /** An empty buffer for one chunk. */
    static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(CHUNK_BYTES).order(ByteOrder.nativeOrder());
    }

    /** The end of the chunk that a byte is in. */
    long chunkEnd(long at) {
        return Math.min(size, (at / CHUNK_BYTES + 1) * CHUNK_BYTES);
    }

    static boolean isZero(ByteBuffer chunk) {
        return chunk.mismatch(ZEROS.slice(0, chunk.remaining())) < 0;
    }

    /** Fills a buffer from its start with {@code [start, end)}, and leaves these bytes remaining. */
    void read(long start, long end, ByteBuffer target) throws IOException {
        target.clear().limit((int) (end - start));
        while (target.hasRemaining()) {
            if (file.read(target, start + target.position()) < 0) {
                throw new EOFException("the shadow of a share of " + size + " bytes ends at byte " + file.size());
            }
        }
        target.flip();
    }

    /** Writes what remains of a buffer, whose position stays. */
    void write(long start, ByteBuffer source) throws IOException {
        ByteBuffer left = source.duplicate();
        while (left.hasRemaining()) {
            file.write(left, start + left.position() - source.position());
        }
    }

    /** A view of {@code [start, end)}, less than 2 GiB, in the machine's byte order. */
    ByteBuffer map(long start, long end) throws IOException {
        return file.map(FileChannel.MapMode.READ_WRITE, start, end - start).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
