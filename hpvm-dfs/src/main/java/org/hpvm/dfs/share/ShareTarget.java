package org.hpvm.dfs.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;

/** Where a share's bytes go when they are read. Called by several threads at once, never for the same bytes. */
public interface ShareTarget {

    /** Puts bytes at a position of the share. */
    void write(long position, ByteBuffer bytes) throws IOException;

    /** Sets bytes to zero. */
    void clear(ByteRange range) throws IOException;

    /** A target in a file whose byte n is the share's byte n. */
    static ShareTarget of(FileChannel file) {
        return new FileTarget(file);
    }

    /** Positional writes into a file, which may be larger than 2 GiB. */
    record FileTarget(FileChannel file) implements ShareTarget {
        private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16);

        @Override
        public void write(long position, ByteBuffer bytes) throws IOException {
            long at = position;
            try {
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
            } catch (ClosedChannelException e) {
                throw e; // whoever held the share let go of it
            } catch (IOException e) {
                throw new HpvmException(
                        ErrorCode.NOMEMORY,
                        "hold byte " + at + " of a share in a file on this machine: " + e.getMessage(),
                        e);
            }
        }

        @Override
        public void clear(ByteRange range) throws IOException {
            long at = range.start();
            while (at < range.end()) {
                int length = (int) Math.min(ZEROS.capacity(), range.end() - at);
                write(at, ZEROS.duplicate().limit(length));
                at += length;
            }
        }
    }
}
