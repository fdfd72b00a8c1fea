package org.hpvm.sdk.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A share whose memory is the shadow itself. There is no second copy to compare it with, so each chunk has a
 * fingerprint of 64 bits: two checksums of different polynomials, which the processor computes at the speed of memory.
 */
public final class MappedBytes implements SharedBytes {
    private final Shadow shadow;

    /** By chunk; 0 where all bytes are zero. */
    private final long[] fingerprints;

    private final ByteBuffer chunk = Shadow.buffer();

    /** What was found and not taken yet: it outlives a call that fails. */
    private Changes pending = Changes.none();

    public MappedBytes(Shadow shadow) {
        this.shadow = shadow;
        this.fingerprints = new long[(int) ((shadow.size() + Shadow.CHUNK_BYTES - 1) / Shadow.CHUNK_BYTES)];
    }

    /** The memory of {@code [start, end)}, less than 2 GiB. */
    public ByteBuffer map(long start, long end) throws IOException {
        return shadow.map(start, end);
    }

    @Override
    public Changes takeChanges() throws IOException {
        long start = 0;
        for (int index = 0; index < fingerprints.length; index++) {
            long end = shadow.chunkEnd(start);
            long fingerprint = fingerprint(start, end);
            if (fingerprint != fingerprints[index]) {
                if (fingerprint == 0) {
                    pending.clear(start, end);
                } else {
                    pending.write(start, end);
                }
                fingerprints[index] = fingerprint;
            }
            start = end;
        }
        Changes taken = pending;
        pending = Changes.none();
        return taken;
    }

    private long fingerprint(long start, long end) throws IOException {
        shadow.read(start, end, chunk);
        if (Shadow.isZero(chunk)) {
            return 0;
        }
        CRC32 one = new CRC32();
        one.update(chunk.duplicate());
        CRC32C other = new CRC32C();
        other.update(chunk.duplicate());
        return Math.max(1, one.getValue()) << Integer.SIZE | other.getValue();
    }

    @Override
    public void merged(long start, long end) throws IOException {
        for (long at = start - start % Shadow.CHUNK_BYTES; at < end; at = shadow.chunkEnd(at)) {
            fingerprints[(int) (at / Shadow.CHUNK_BYTES)] = fingerprint(at, shadow.chunkEnd(at));
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
