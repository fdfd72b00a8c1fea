package org.hpvm.sdk.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** A share whose memory is the program's own: compared with the shadow before a spawn, copied out of it after. */
public final class CopiedBytes implements SharedBytes {
    private final ProgramMemory memory;
    private final Shadow shadow;

    /** Chunks of the shadow that may hold something other than zeros; of the others no byte is ever touched. */
    private final BitSet filled = new BitSet();

    private final ByteBuffer fresh = Shadow.buffer();
    private final ByteBuffer known = Shadow.buffer();

    /** What was found and not taken yet; it outlives a call that fails, since the shadow was changed already. */
    private Changes pending = Changes.none();

    public CopiedBytes(ProgramMemory memory, Shadow shadow) {
        this.memory = memory;
        this.shadow = shadow;
    }

    @Override
    public Changes takeChanges() throws IOException {
        long start = 0;
        while (start < shadow.size()) {
            long end = shadow.chunkEnd(start);
            fresh.clear().limit((int) (end - start));
            memory.read(start, fresh);
            int chunk = chunk(start);
            if (Shadow.isZero(fresh)) {
                if (filled.get(chunk)) {
                    shadow.write(start, fresh);
                    filled.clear(chunk);
                    pending.clear(start, end);
                }
            } else if (!filled.get(chunk) || differs(start, end)) {
                shadow.write(start, fresh);
                filled.set(chunk);
                pending.write(start, end);
            }
            start = end;
        }
        Changes taken = pending;
        pending = Changes.none();
        return taken;
    }

    private boolean differs(long start, long end) throws IOException {
        shadow.read(start, end, known);
        return fresh.mismatch(known) >= 0;
    }

    private static int chunk(long at) {
        return (int) (at / Shadow.CHUNK_BYTES);
    }

    @Override
    public void merged(long start, long end) throws IOException {
        int width = memory.width();
        long at = start - start % width;
        long last = Math.min(shadow.size(), end + (width - end % width) % width);
        while (at < last) {
            long part = Math.min(last, shadow.chunkEnd(at));
            shadow.read(at, part, known);
            memory.write(at, known);
            filled.set(chunk(at));
            at = part;
        }
    }

    @Override
    public long size() {
        return shadow.size();
    }

    @Override
    public void close() throws IOException {
        shadow.close();
    }
}
