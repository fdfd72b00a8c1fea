package org.hpvm.yarn.spawn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.model.Operation;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.JournalRecords;

/**
 * What the tasks of one spawn have merged, by share. The order of arrival plays no part: pieces are laid over one
 * another by task id and, within a task, in the order of its calls. Not thread-safe.
 */
final class MergeLedger {
    private final JournalRecords records;
    private final Map<Integer, List<Merged>> byShare = new LinkedHashMap<>();

    private record Merged(long task, Extent extent) {}

    MergeLedger(JournalRecords records) {
        this.records = records;
    }

    /**
     * Takes the pieces of the tasks that count.
     *
     * @param reported in the order in which the agent made them
     * @param counted tasks that are done by this very report
     * @return an operation that is not a plain write and so was not taken, if there was one
     */
    Optional<Operation> add(List<RecordMessage> reported, RangeSet counted) {
        Optional<Operation> other = Optional.empty();
        for (RecordMessage message : reported) {
            RecordPlace place = records.place(message);
            PieceTable table = PieceTable.parse(message.getTable().asReadOnlyByteBuffer());
            for (int index = 0; index < table.size(); index++) {
                Piece piece = table.piece(index);
                if (piece.operation() != Operation.WRITE) {
                    other = Optional.of(piece.operation());
                } else if (counted.contains(piece.task())) {
                    byShare.computeIfAbsent(piece.share(), unused -> new ArrayList<>())
                            .add(new Merged(piece.task(), new Extent(piece.range(), place, table.position(index))));
                }
            }
        }
        return other;
    }

    /** All that was merged, share by share. */
    Map<Integer, ExtentMap> layered() {
        Map<Integer, ExtentMap> layered = new LinkedHashMap<>();
        byShare.forEach((share, merged) -> {
            merged.sort(Comparator.comparingLong(Merged::task)); // stable: calls of one task stay in their order
            layered.put(
                    share, ExtentMap.layered(merged.stream().map(Merged::extent).toList()));
        });
        return layered;
    }
}
