package org.hpvm.container.agent;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.hpvm.container.image.ByteSwap;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.model.ByteRange;
import org.hpvm.model.Operation;

/**
 * Takes the bytes that tasks have merged out of the worker's memory, turns them into the parent's byte order, and makes
 * records of them. What a task that goes on has merged is kept apart, since it counts only if that task ends well. Not
 * thread-safe; one for each frame of results.
 */
final class Harvest {
    private static final int WIDEST = Long.BYTES;

    private final boolean isSwapped;
    private final Ring ring;
    private final OptionalLong unfinished;
    private final Gathering ended;
    private final Gathering held;
    private OptionalLong consumed = OptionalLong.empty();

    private static final class Gathering {
        private final long spawn;
        private final List<MergedRecord> records = new ArrayList<>();
        private RecordBuilder builder;

        Gathering(long spawn) {
            this.spawn = spawn;
            this.builder = new RecordBuilder(spawn);
        }

        void cut() {
            if (!builder.isEmpty()) {
                records.add(new MergedRecord(builder.build()));
                builder = new RecordBuilder(spawn);
            }
        }
    }

    /**
     * Prepares for a frame.
     *
     * @param isSwapped whether the worker's byte order is not the parent's
     * @param results those of the frame: tasks run one after the other, so only the last can be unfinished
     */
    Harvest(long spawn, boolean isSwapped, Ring ring, List<Result> results) {
        this.isSwapped = isSwapped;
        this.ring = ring;
        this.ended = new Gathering(spawn);
        this.held = new Gathering(spawn);
        Result last = results.isEmpty() ? null : results.get(results.size() - 1);
        this.unfinished = last instanceof Result.Merge merge ? OptionalLong.of(merge.task()) : OptionalLong.empty();
    }

    /**
     * Takes the bytes of one merge.
     *
     * @param share what the worker was given under the merge's handle
     * @throws FrameException if the merge is not inside the share: the library checks that, so the worker is not sane
     */
    void take(Result.Merge merge, int attempt, ShareView share) throws FrameException {
        ByteRange range = merge.range();
        if (range.end() > share.size()) {
            throw new FrameException("task " + merge.task() + " merged bytes " + range.start() + " to " + range.end()
                    + " of a share of " + share.size());
        }
        if (merge.inline().isEmpty() && range.length() > ring.dataBytes()) {
            throw new FrameException("task " + merge.task() + " merged " + range.length() + " bytes through a ring of "
                    + ring.dataBytes());
        }
        if (merge.operation() != Operation.WRITE && !isOfWholeElements(merge)) {
            throw new FrameException("task " + merge.task() + " accumulated bytes " + range.start() + " to "
                    + range.end() + " with " + merge.operation() + " of " + merge.type());
        }
        long from = range.start();
        while (from < range.end()) {
            long to = Math.min(range.end(), from - from % WIDEST + RecordBuilder.MOST_PAYLOAD_BYTES);
            takePart(merge, attempt, share, new ByteRange(from, to));
            from = to;
        }
    }

    /** Takes as much of a merge as fits into one record; parts are cut between elements. */
    private void takePart(Result.Merge merge, int attempt, ShareView share, ByteRange range) {
        // Bytes that were merged are what the share's elements are; what is combined has a type of its own.
        int width = merge.operation() == Operation.WRITE
                ? share.type().width()
                : merge.type().width();
        if (!isSwapped || width == 1) {
            int position = room(merge, attempt, range);
            copy(merge, range, payload(merge), position);
            return;
        }
        byte[] bytes = new byte[(int) range.length()];
        copy(merge, range, bytes, 0);
        if (ByteSwap.isWhole(range, width)) {
            int position = room(merge, attempt, range);
            ByteSwap.copy(width, ByteBuffer.wrap(bytes), ByteBuffer.wrap(payload(merge), position, bytes.length));
            return;
        }
        for (int index = 0; index < bytes.length; index++) {
            long at = ByteSwap.mirrored(range.start() + index, width);
            int position = room(merge, attempt, new ByteRange(at, at + 1));
            payload(merge)[position] = bytes[index];
        }
    }

    private static boolean isOfWholeElements(Result.Merge merge) {
        return merge.operation().combines(merge.type())
                && ByteSwap.isWhole(merge.range(), merge.type().width());
    }

    private Gathering gathering(Result.Merge merge) {
        return unfinished.isPresent() && unfinished.getAsLong() == merge.task() ? held : ended;
    }

    private byte[] payload(Result.Merge merge) {
        return gathering(merge).builder.payload();
    }

    /**
     * Makes room for bytes. The agent gives shares to workers under their numbers in the application: the handle is the
     * share.
     */
    private int room(Result.Merge merge, int attempt, ByteRange range) {
        Piece piece = new Piece(merge.handle(), merge.operation(), merge.type(), merge.task(), attempt, range);
        Gathering gathering = gathering(merge);
        if (!gathering.builder.hasRoomFor(piece.length())) {
            gathering.cut();
        }
        return gathering.builder.add(piece);
    }

    private void copy(Result.Merge merge, ByteRange part, byte[] target, int offset) {
        int length = (int) part.length();
        long skipped = part.start() - merge.range().start();
        if (merge.inline().isPresent()) {
            merge.inline().get().slice((int) skipped, length).get(target, offset, length);
        } else {
            ring.copy(merge.position() + skipped, target, offset, length);
            consumed = OptionalLong.of(merge.position() + skipped + length);
        }
    }

    /** What tasks that have ended, well or not, have merged. */
    List<MergedRecord> ended() {
        ended.cut();
        return ended.records;
    }

    /** What the task that goes on has merged. */
    List<MergedRecord> held() {
        held.cut();
        return held.records;
    }

    /** The position in the ring up to which bytes were taken. */
    OptionalLong consumed() {
        return consumed;
    }
}
