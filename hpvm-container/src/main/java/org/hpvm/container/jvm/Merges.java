package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.hpvm.container.wire.FrameException;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/**
 * Takes the bytes of merges at the call: into the ring, waiting for room where it is full, or into the frame where
 * there is no ring. Not thread-safe.
 */
final class Merges {
    private static final int MOST_INLINE_BYTES = 256 << 10;

    private final AgentLink link;
    private final Results results;
    private final Optional<MergeRing> ring;
    private long produced;

    Merges(AgentLink link, Results results, Optional<MergeRing> ring) {
        this.link = link;
        this.results = results;
        this.ring = ring;
    }

    /**
     * Takes what remains of a buffer.
     *
     * @param handle the agent's number of the share
     * @param type of the elements, for operations other than {@code WRITE}
     * @param start byte of the share
     */
    void take(long task, int handle, Operation operation, ElementType type, long start, ByteBuffer bytes)
            throws IOException {
        ByteBuffer left = bytes.duplicate();
        long at = start;
        while (left.hasRemaining()) {
            int length = Math.min(left.remaining(), mostBytes());
            ByteBuffer part = left.slice(left.position(), length);
            ByteRange range = new ByteRange(at, at + length);
            take(new Results.Merged(task, handle, operation, type, range), part);
            left.position(left.position() + length);
            at += length;
        }
    }

    private void take(Results.Merged merged, ByteBuffer part) throws IOException {
        if (ring.isEmpty()) {
            results.merged(merged, part);
            return;
        }
        long position = room(ring.get(), part.remaining());
        ring.get().put(position, part);
        produced = position + part.remaining();
        results.merged(merged, position);
    }

    /** A multiple of the widest element: no element is ever cut in two. */
    private int mostBytes() {
        return ring.map(present -> present.size() / 2 & -Long.BYTES).orElse(MOST_INLINE_BYTES);
    }

    private long room(MergeRing present, int length) throws IOException {
        long position = produced + Long.BYTES - 1 & -Long.BYTES;
        if (position + length - present.consumed() > present.size()) {
            results.sendAndAskForCredit();
            long consumed = link.awaitCredit();
            if (position + length - consumed > present.size()) {
                throw link.broken(new FrameException(
                        "credit up to " + consumed + " where " + produced + " bytes were sent to be taken"));
            }
        }
        return position;
    }
}
