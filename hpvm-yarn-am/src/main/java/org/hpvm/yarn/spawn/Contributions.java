package org.hpvm.yarn.spawn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hpvm.dfs.fold.Combination;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.Extent;
import org.hpvm.model.ByteRange;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;

/**
 * What the tasks of one spawn have contributed to one share with one operation.
 *
 * <p>Where order plays no part, a contribution that came with its bytes is combined at once with those to the same
 * range, so that a million tasks which count into one element take the room of one. All else is kept a task. Not
 * thread-safe.
 */
final class Contributions {
    private final int share;
    private final Combination combination;
    private final ByteOrder order;
    private final List<Merged> kept = new ArrayList<>();
    private final Map<ByteRange, Combined> combinedByRange = new LinkedHashMap<>();

    /** Bytes of several tasks. */
    private static final class Combined {
        private final ByteBuffer bytes;
        private long lowestTask;

        Combined(ByteBuffer bytes, long lowestTask) {
            this.bytes = bytes;
            this.lowestTask = lowestTask;
        }
    }

    /** @param order of the parent, and so of all that is contributed */
    Contributions(int share, Combination combination, ByteOrder order) {
        this.share = share;
        this.combination = combination;
        this.order = order;
    }

    /** Whether {@link #combine} may be called; {@link #keep} always may. */
    boolean mayCombine() {
        return !combination.isOrdered();
    }

    void keep(Merged contribution) {
        kept.add(contribution);
    }

    /** Combines a task's bytes with those of others. */
    void combine(long task, ByteRange range, ByteBuffer bytes) {
        Combined before = combinedByRange.get(range);
        if (before == null) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            combinedByRange.put(range, new Combined(copy.order(order), task));
            return;
        }
        combination.combine(before.bytes, bytes.duplicate().order(order));
        before.lowestTask = Math.min(before.lowestTask, task);
    }

    /** Tells which task has touched which bytes; of several tasks that were combined the lowest. */
    void forEachTouched(Consumer<Merged.Touch> touch) {
        combinedByRange.forEach((range, combined) -> touch.accept(new Merged.Touch(combined.lowestTask, range)));
        kept.forEach(contribution -> touch.accept(contribution.touch()));
    }

    void name(Named named) {
        named.add(kept.stream().map(Merged::extent).toList());
    }

    /** All contributions, in the order in which they are folded; what was combined here is kept as records. */
    Accumulation accumulation(JournalRecords records) {
        List<Extent> inOrder = new ArrayList<>(combined(records));
        kept.sort(Comparator.comparingLong(Merged::task)); // stable: calls of one task stay in their order
        kept.forEach(contribution -> inOrder.add(contribution.extent()));
        return new Accumulation(combination, inOrder);
    }

    private List<Extent> combined(JournalRecords records) {
        List<Extent> extents = new ArrayList<>();
        List<ByteRange> ranges = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        RecordBuilder builder = new RecordBuilder(0);
        for (Map.Entry<ByteRange, Combined> entry : combinedByRange.entrySet()) {
            Combined combined = entry.getValue();
            ByteRange range = entry.getKey();
            if (!builder.hasRoomFor((int) range.length())) {
                extents.addAll(extents(ranges, positions, builder, records));
                builder = new RecordBuilder(0);
            }
            Piece piece = new Piece(share, combination.operation(), combination.type(), combined.lowestTask, 0, range);
            int position = builder.add(piece);
            combined.bytes.duplicate().get(builder.payload(), position, piece.length());
            ranges.add(range);
            positions.add(position);
        }
        extents.addAll(extents(ranges, positions, builder, records));
        return extents;
    }

    private static List<Extent> extents(
            List<ByteRange> ranges, List<Integer> positions, RecordBuilder builder, JournalRecords records) {
        List<Extent> extents = new ArrayList<>();
        if (!builder.isEmpty()) {
            var place = records.keep(builder.build());
            for (int index = 0; index < ranges.size(); index++) {
                extents.add(new Extent(ranges.get(index), place, positions.get(index)));
            }
        }
        ranges.clear();
        positions.clear();
        return extents;
    }
}
