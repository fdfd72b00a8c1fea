package org.hpvm.dfs.share;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes that are to become a share's, asked for from the first to the last. */
@FunctionalInterface
public interface ByteSource {

    /**
     * Fills what remains of a buffer with an array.
     *
     * @param position of the first byte, where the call before ended
     */
    void read(long position, ByteBuffer target) throws IOException;

    /** A file from its first byte on; its own position is left alone. */
    static ByteSource of(FileChannel file) {
        return (position, target) -> {
            long at = position;
            while (target.hasRemaining()) {
                int read = file.read(target, at);
                if (read < 0) {
                    throw new EOFException("the share's local copy ends at byte " + at);
                }
                at += read;
            }
        };
    }

    /** A stream, from where it is. */
    static ByteSource of(InputStream in) {
        return (position, target) -> {
            int wanted = target.remaining();
            int read = in.readNBytes(target.array(), target.arrayOffset() + target.position(), wanted);
            if (read < wanted) {
                throw new EOFException("the file ends at byte " + (position + read) + ", sooner than when it began");
            }
            target.position(target.limit());
        };
    }
}
