package org.hpvm.container.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.hpvm.container.memory.AnonymousFile;

/**
 * The memory in which a worker leaves the bytes that its tasks merge; the layout is in
 * {@code docs/protocols/worker-protocol.md}.
 */
public final class Ring implements AutoCloseable {
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER_BYTES = 64;
    private static final int CURRENT_AT = 8;
    private static final int CONSUMED_AT = 16;
    private static final int SIZE_AT = 24;
    private static final int PRINTED_AT = 32;
    private static final byte[] MAGIC = {'H', 'P', 'V', 'M', 'R', 'I', 'N', 'G'};

    private final AnonymousFile file;
    private final int dataBytes;
    private final MappedByteBuffer memory;

    private Ring(AnonymousFile file, int dataBytes, MappedByteBuffer memory) {
        this.file = file;
        this.dataBytes = dataBytes;
        this.memory = memory;
    }

    /**
     * Makes a ring.
     *
     * @param directory in a memory file system, best
     * @param dataBytes size of the data area, a multiple of 8
     * @throws IOException if there is no room for it: the space is taken here, so that nobody dies of it later
     */
    public static Ring create(Path directory, int dataBytes) throws IOException {
        AnonymousFile file = AnonymousFile.create(directory);
        try {
            ByteBuffer zeros = ByteBuffer.allocate(HEADER_BYTES + dataBytes);
            while (zeros.hasRemaining()) {
                file.channel().write(zeros);
            }
            MappedByteBuffer memory = file.channel().map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + dataBytes);
            memory.order(ByteOrder.LITTLE_ENDIAN).put(0, MAGIC).putLong(SIZE_AT, dataBytes);
            return new Ring(file, dataBytes, memory);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Where the worker maps it from. */
    public Path path() {
        return file.path();
    }

    public int dataBytes() {
        return dataBytes;
    }

    /** The task that the worker is running plus 1, or 0 between tasks. */
    public long current() {
        return (long) LONGS.getVolatile(memory, CURRENT_AT);
    }

    /**
     * A task that runs.
     *
     * @param printsFrom where in the output file that begins which it has printed
     */
    public record Running(long task, long printsFrom) {}

    /** The task that runs; empty if none does, or the worker does not say where its output begins. */
    public Optional<Running> running() {
        long task = current();
        long printed = (long) LONGS.getVolatile(memory, PRINTED_AT);
        boolean isCertain = task != 0 && printed != 0 && current() == task;
        return isCertain ? Optional.of(new Running(task - 1, printed - 1)) : Optional.empty();
    }

    /** Copies bytes of the stream. */
    public void copy(long position, byte[] target, int offset, int length) {
        int at = (int) Math.floorMod(position, (long) dataBytes);
        int first = Math.min(length, dataBytes - at);
        memory.get(HEADER_BYTES + at, target, offset, first);
        memory.get(HEADER_BYTES, target, offset + first, length - first);
    }

    /** Tells the worker that everything before this position was copied. */
    public void consumed(long position) {
        LONGS.setRelease(memory, CONSUMED_AT, position);
    }

    /** A view of the whole file, for tests that play the worker. */
    ByteBuffer memory() {
        return memory;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
