package org.hpvm.dfs.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.ByteRange;

/**
 * Gives the bytes of a version in their order, window by window: a share of any size passes through the memory of one
 * window.
 *
 * @param bytes of the share
 */
public record ShareWindows(ShareReader reader, ShareVersion version, Map<Long, SegmentRecord> journal, long bytes) {
    private static final int WINDOW_BYTES = 32 * BaseFile.CHUNK_BYTES;

    /** Takes bytes that follow those it took before. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next bytes, and answers whether more are wanted. */
        boolean take(long position, ByteBuffer bytes) throws IOException;
    }

    /** Passes on a range of the share; every byte was checked against its checksum before. */
    public void copy(ByteRange wanted, Sink sink) throws IOException {
        byte[] window = new byte[(int) Math.min(bytes, WINDOW_BYTES)];
        boolean isMoreWanted = true;
        for (long start = wanted.start() - wanted.start() % BaseFile.CHUNK_BYTES;
                isMoreWanted && start < wanted.end();
                start += window.length) {
            ByteRange range = new ByteRange(start, Math.min(bytes, start + window.length));
            fill(window, range);
            int from = (int) Math.max(0, wanted.start() - start);
            int to = (int) (Math.min(range.end(), wanted.end()) - start);
            isMoreWanted = sink.take(start + from, ByteBuffer.wrap(window, from, to - from));
        }
    }

    /** The same bytes for somebody who asks for them, from the first to the last; for one reader. */
    public ByteSource source() {
        byte[] window = new byte[(int) Math.min(bytes, WINDOW_BYTES)];
        return (position, target) -> {
            long at = position;
            while (target.hasRemaining()) {
                int skipped = (int) (at % window.length);
                if (skipped == 0) {
                    fill(window, new ByteRange(at, Math.min(bytes, at + window.length)));
                }
                int length = Math.min(target.remaining(), window.length - skipped);
                target.put(window, skipped, length);
                at += length;
            }
        };
    }

    private void fill(byte[] window, ByteRange range) throws IOException {
        Arrays.fill(window, (byte) 0);
        reader.read(version, range, journal, new Window(window, range.start()));
    }

    /** Positions of a share as places of an array. */
    private static final class Window implements ShareTarget {
        private final byte[] memory;
        private final long start;

        Window(byte[] memory, long start) {
            this.memory = memory;
            this.start = start;
        }

        @Override
        public void write(long position, ByteBuffer written) {
            written.get(memory, (int) (position - start), written.remaining());
        }

        @Override
        public void clear(ByteRange range) {
            Arrays.fill(memory, (int) (range.start() - start), (int) (range.end() - start), (byte) 0);
        }
    }
}
