package org.hpvm.container.worker;

import java.nio.ByteBuffer;
import org.hpvm.model.IdRange;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of one spawn with ids in a row, and their argument blocks. Immutable; parts of it are views.
 *
 * <p>{@code offsets} has one entry more than there are tasks: block {@code i} is {@code [offsets[i], offsets[i + 1])}
 * of the blocks. It is absent when no task has arguments.
 */
public final class TaskChunk {
    /** The longest argument block: it must fit into a frame to the worker. */
    public static final int MOST_BLOCK_BYTES = 48 << 20;

    private final long spawn;
    private final long first;
    private final int count;
    private final int attempt;
    private final int @Nullable [] offsets;
    private final int offset;
    private final ByteBuffer blocks;

    private TaskChunk(
            long spawn, long first, int count, int attempt, int @Nullable [] offsets, int offset, ByteBuffer blocks) {
        this.spawn = spawn;
        this.first = first;
        this.count = count;
        this.attempt = attempt;
        this.offsets = offsets;
        this.offset = offset;
        this.blocks = blocks;
    }

    public static TaskChunk withoutArguments(long spawn, long first, int count, int attempt) {
        return new TaskChunk(spawn, first, count, attempt, null, 0, ByteBuffer.allocate(0));
    }

    /**
     * Tasks with arguments.
     *
     * @param sizes one a task, 0 or more
     * @param blocks the blocks one after the other, as many bytes as the sizes add up to
     */
    public static TaskChunk withArguments(long spawn, long first, int attempt, int[] sizes, ByteBuffer blocks) {
        int[] offsets = new int[sizes.length + 1];
        for (int index = 0; index < sizes.length; index++) {
            if (sizes[index] < 0) {
                throw new IllegalArgumentException("an argument block of " + sizes[index] + " bytes");
            }
            offsets[index + 1] = Math.addExact(offsets[index], sizes[index]);
        }
        if (offsets[sizes.length] != blocks.remaining()) {
            throw new IllegalArgumentException(
                    "argument blocks of " + offsets[sizes.length] + " bytes in " + blocks.remaining());
        }
        return new TaskChunk(spawn, first, sizes.length, attempt, offsets, 0, blocks.slice());
    }

    public long spawn() {
        return spawn;
    }

    public long first() {
        return first;
    }

    public int count() {
        return count;
    }

    public int attempt() {
        return attempt;
    }

    public IdRange ids() {
        return new IdRange(first, first + count);
    }

    public boolean hasArguments() {
        return offsets != null;
    }

    /** Bytes of the argument block of the task with id {@code first + index}. */
    public int size(int index) {
        return offsets == null ? 0 : offsets[offset + index + 1] - offsets[offset + index];
    }

    /** How many of the first tasks, at most so many, have blocks of so many bytes together; at least one. */
    public int countWithin(int most, long bytes) {
        int all = Math.min(most, count);
        if (offsets == null) {
            return all;
        }
        int fitting = 1;
        while (fitting < all && (long) offsets[offset + fitting + 1] - offsets[offset] <= bytes) {
            fitting++;
        }
        return fitting;
    }

    /** All argument blocks, one after the other. */
    public ByteBuffer blocks() {
        if (offsets == null) {
            return blocks.duplicate();
        }
        int start = offsets[offset];
        return blocks.slice(start, offsets[offset + count] - start);
    }

    /** The tasks with ids in {@code [from, to)}, all of which are in this chunk. */
    public TaskChunk part(long from, long to) {
        int skipped = Math.toIntExact(from - first);
        if (skipped < 0 || to > first + count || from >= to) {
            throw new IllegalArgumentException("tasks " + from + " to " + to + " of " + ids());
        }
        return new TaskChunk(spawn, from, Math.toIntExact(to - from), attempt, offsets, offset + skipped, blocks);
    }
}
