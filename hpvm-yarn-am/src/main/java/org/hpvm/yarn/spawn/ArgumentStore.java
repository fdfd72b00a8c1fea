package org.hpvm.yarn.spawn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.TaskChunk;
import org.hpvm.proto.client.ArgumentChunk;

/**
 * The argument blocks of the tasks that are not done, in the chunks in which the parent's side sent them. A chunk is
 * dropped when its last task is done. Not thread-safe.
 */
final class ArgumentStore {
    private final NavigableMap<Long, Kept> byFirst = new TreeMap<>();
    private long arrived;
    private long heldBytes;

    private static final class Kept {
        private final ArgumentChunk chunk;
        private final long[] offsets;
        private long left;

        Kept(ArgumentChunk chunk) {
            this.chunk = chunk;
            this.left = Integer.toUnsignedLong(chunk.getCount());
            this.offsets = new long[chunk.getSizesCount() + 1];
            for (int index = 0; index < chunk.getSizesCount(); index++) {
                offsets[index + 1] = offsets[index] + Integer.toUnsignedLong(chunk.getSizes(index));
            }
        }

        long first() {
            return chunk.getFirst();
        }

        long end() {
            return chunk.getFirst() + Integer.toUnsignedLong(chunk.getCount());
        }
    }

    /** All tasks before this one have arrived. */
    long arrived() {
        return arrived;
    }

    /** Bytes of blocks that are held. */
    long heldBytes() {
        return heldBytes;
    }

    /**
     * Takes the next chunk; one that arrives a second time is passed over.
     *
     * @throws HpvmException if tasks are missing in between or the sizes do not fit the bytes
     */
    void add(ArgumentChunk chunk) throws HpvmException {
        Kept kept = new Kept(chunk);
        if (kept.end() <= arrived) {
            return;
        }
        check(kept);
        if (chunk.getCount() != 0) {
            byFirst.put(kept.first(), kept);
            arrived = kept.end();
            heldBytes += chunk.getBlocks().size();
        }
    }

    /**
     * Refuses a chunk that {@link #add} would refuse.
     *
     * @throws HpvmException saying why
     */
    void check(ArgumentChunk chunk) throws HpvmException {
        Kept kept = new Kept(chunk);
        if (kept.end() > arrived) {
            check(kept);
        }
    }

    /** Whether a chunk has tasks that have not arrived. */
    boolean isNew(ArgumentChunk chunk) {
        return chunk.getFirst() + Integer.toUnsignedLong(chunk.getCount()) > arrived;
    }

    private void check(Kept kept) throws HpvmException {
        ArgumentChunk chunk = kept.chunk;
        boolean fits = chunk.getSizesCount() == 0
                ? chunk.getBlocks().isEmpty()
                : chunk.getSizesCount() == chunk.getCount()
                        && kept.offsets[chunk.getSizesCount()]
                                == chunk.getBlocks().size();
        if (kept.first() != arrived || !fits) {
            throw new HpvmException(
                    ErrorCode.INTERNAL,
                    "take arguments of tasks " + kept.first() + " to " + kept.end() + " after task " + arrived
                            + ": they do not fit");
        }
        for (int size : chunk.getSizesList()) {
            if (Integer.compareUnsigned(size, org.hpvm.container.worker.TaskChunk.MOST_BLOCK_BYTES) > 0) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        "take arguments of tasks " + kept.first() + " to " + kept.end() + ": one has a block of "
                                + Integer.toUnsignedString(size) + " bytes, and "
                                + org.hpvm.container.worker.TaskChunk.MOST_BLOCK_BYTES
                                + " are the most; share what is larger");
            }
        }
    }

    /** Chunks for an agent: these tasks with their arguments. */
    List<TaskChunk> cut(IdRange tasks, int attempt) {
        List<TaskChunk> cut = new ArrayList<>();
        long at = tasks.start();
        while (at < tasks.end()) {
            Map.Entry<Long, Kept> entry = byFirst.floorEntry(at);
            if (entry == null || entry.getValue().end() <= at) {
                throw new IllegalStateException("the arguments of task " + at + " are not held");
            }
            long end = Math.min(tasks.end(), entry.getValue().end());
            cut.add(cut(entry.getValue(), at, end, attempt));
            at = end;
        }
        return cut;
    }

    private static TaskChunk cut(Kept kept, long from, long to, int attempt) {
        TaskChunk.Builder part = TaskChunk.newBuilder()
                .setFirst(from)
                .setCount(Math.toIntExact(to - from))
                .setAttempt(attempt);
        if (kept.chunk.getSizesCount() > 0) {
            int low = (int) (from - kept.first());
            int high = (int) (to - kept.first());
            part.addAllSizes(kept.chunk.getSizesList().subList(low, high));
            part.setBlocks(kept.chunk.getBlocks().substring((int) kept.offsets[low], (int) kept.offsets[high]));
        }
        return part.build();
    }

    /** These tasks are done and will not run again. */
    void done(IdRange tasks) {
        long at = tasks.start();
        while (at < tasks.end()) {
            Map.Entry<Long, Kept> entry = byFirst.floorEntry(at);
            if (entry == null) {
                return;
            }
            Kept kept = entry.getValue();
            long end = Math.min(tasks.end(), kept.end());
            kept.left -= end - at;
            if (kept.left == 0) {
                byFirst.remove(entry.getKey());
                heldBytes -= kept.chunk.getBlocks().size();
            }
            at = end;
        }
    }
}
