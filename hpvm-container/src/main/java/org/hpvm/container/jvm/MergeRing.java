package org.hpvm.container.jvm;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.hpvm.container.wire.FrameException;

/** The worker's side of the ring; its layout is in {@code docs/protocols/worker-protocol.md}. */
final class MergeRing {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MAGIC = 0x474E49524D565048L; // "HPVMRING"
    private static final int HEADER_BYTES = 64;
    private static final int CURRENT_AT = 8;
    private static final int CONSUMED_AT = 16;
    private static final int SIZE_AT = 24;
    private static final int PRINTED_AT = 32;

    private final MappedByteBuffer memory;
    private final int size;

    private MergeRing(MappedByteBuffer memory, int size) {
        this.memory = memory;
        this.size = size;
    }

    /**
     * Maps the ring.
     *
     * @param dataBytes size of the data area, as the agent has told it
     * @throws FrameException if the file is no ring of that size
     */
    static MergeRing map(Path path, long dataBytes) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (dataBytes < 2 * Long.BYTES || dataBytes > Integer.MAX_VALUE - HEADER_BYTES) {
                throw new FrameException("a ring of " + dataBytes + " bytes");
            }
            if (file.size() < HEADER_BYTES + dataBytes) {
                throw new FrameException("a ring of " + dataBytes + " bytes in a file of " + file.size());
            }
            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + dataBytes);
            memory.order(ByteOrder.LITTLE_ENDIAN);
            if (memory.getLong(0) != MAGIC || memory.getLong(SIZE_AT) != dataBytes) {
                throw new FrameException("the file of the ring is not a ring of " + dataBytes + " bytes");
            }
            return new MergeRing(memory, (int) dataBytes);
        }
    }

    /** Bytes of the data area. */
    int size() {
        return size;
    }

    /** Says which task runs from now on, and that so many bytes of the output file are not its own. */
    void begin(long task, long printed) {
        LONGS.setRelease(memory, PRINTED_AT, printed + 1);
        LONGS.setRelease(memory, CURRENT_AT, task + 1);
    }

    /** Says that no task runs. */
    void end() {
        LONGS.setRelease(memory, CURRENT_AT, 0L);
    }

    /** The position up to which the agent has taken the bytes. */
    long consumed() {
        return (long) LONGS.getAcquire(memory, CONSUMED_AT);
    }

    /** Writes what remains of a buffer, at most {@link #size()} bytes, at a position of the stream. */
    void put(long position, ByteBuffer bytes) {
        int at = (int) Math.floorMod(position, (long) size);
        int first = Math.min(bytes.remaining(), size - at);
        memory.put(HEADER_BYTES + at, bytes, bytes.position(), first);
        memory.put(HEADER_BYTES, bytes, bytes.position() + first, bytes.remaining() - first);
    }
}
