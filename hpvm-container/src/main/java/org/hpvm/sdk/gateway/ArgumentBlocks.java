package org.hpvm.sdk.gateway;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.wire.FrameBuilder;

/** Argument blocks of tasks in a row, on their way to the gateway. Not thread-safe. */
public final class ArgumentBlocks {
    /** The longest block. */
    public static final int MOST_BLOCK_BYTES = 32 << 20;

    private static final int ARGUMENTS = 7;
    private static final int FULL_BYTES = 1 << 20;
    private static final int FULL_COUNT = 1 << 14;
    private static final int WITH_SIZES = 1;

    private final long first;
    private final List<ByteBuffer> blocks = new ArrayList<>();
    private long bytes;

    /** @param first id of the first task whose block is added */
    public ArgumentBlocks(long first) {
        this.first = first;
    }

    /** Adds a copy of what remains of a buffer, at most {@link #MOST_BLOCK_BYTES}. */
    public void add(ByteBuffer block) {
        ByteBuffer copy = ByteBuffer.allocate(block.remaining());
        blocks.add(copy.put(block.duplicate()).flip());
        bytes += copy.remaining();
    }

    public int count() {
        return blocks.size();
    }

    /** Whether it is better to send these before more are made. */
    public boolean isFull() {
        return bytes >= FULL_BYTES || blocks.size() >= FULL_COUNT;
    }

    public ByteBuffer build() {
        FrameBuilder frame = new FrameBuilder(ARGUMENTS).i64(first).i32(blocks.size());
        if (bytes == 0) {
            return frame.u8(0).build();
        }
        frame.u8(WITH_SIZES);
        blocks.forEach(block -> frame.i32(block.remaining()));
        blocks.forEach(frame::bytes);
        return frame.build();
    }
}
