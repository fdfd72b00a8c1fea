package org.hpvm.yarn.spawn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of one spawn have merged, by share. The order of arrival plays no part: pieces are laid over one
 * another, or folded, by task id and, within a task, in the order of its calls. Not thread-safe.
 */
final class MergeLedger {
    private final JournalRecords records;
    private final ByteOrder order;
    private final Map<Integer, ShareLedger> byShare = new LinkedHashMap<>();

    /** @param order of the parent */
    MergeLedger(JournalRecords records, ByteOrder order) {
        this.records = records;
        this.order = order;
    }

    /**
     * Takes the pieces of the tasks that count.
     *
     * @param reported in the order in which the agent made them
     * @param counted tasks that are done by this very report
     */
    void add(List<RecordMessage> reported, RangeSet counted) {
        for (RecordMessage message : reported) {
            Placed placed = new Placed(message);
            PieceTable table = PieceTable.parse(message.getTable().asReadOnlyByteBuffer());
            for (int index = 0; index < table.size(); index++) {
                Piece piece = table.piece(index);
                if (counted.contains(piece.task())) {
                    byShare.computeIfAbsent(piece.share(), share -> new ShareLedger(share, order))
                            .add(piece, table.position(index), placed.bytes(table, index), placed);
                }
            }
        }
    }

    /** A record that gets its place when that is first asked for: one that is not needed takes no room. */
    private final class Placed implements Supplier<RecordPlace> {
        private final RecordMessage message;
        private @Nullable RecordPlace place;

        Placed(RecordMessage message) {
            this.message = message;
        }

        @Override
        public RecordPlace get() {
            RecordPlace known = place;
            if (known == null) {
                known = records.place(message);
                place = known;
            }
            return known;
        }

        /** The bytes of a piece, if they came with the record. */
        Optional<ByteBuffer> bytes(PieceTable table, int index) {
            if (message.getSegment() != RecordPlace.JOURNAL) {
                return Optional.empty();
            }
            return Optional.of(message.getPayload()
                    .asReadOnlyByteBuffer()
                    .slice(table.position(index), table.piece(index).length()));
        }
    }

    /**
     * Says what cannot hold together, in a sentence, if there is such.
     *
     * @param nameOfShare by its number
     */
    Optional<String> conflict(IntFunction<String> nameOfShare) {
        return byShare.entrySet().stream()
                .flatMap(entry -> entry.getValue().conflict().stream()
                        .map(conflict -> conflict.sentence(nameOfShare.apply(entry.getKey()))))
                .findFirst();
    }

    /** Tells which records hold what was merged. */
    void name(Named named) {
        byShare.values().forEach(ledger -> ledger.name(named));
    }

    /** All that was written, share by share. */
    Map<Integer, ExtentMap> layered() {
        Map<Integer, ExtentMap> layered = new LinkedHashMap<>();
        byShare.forEach((share, ledger) -> {
            ExtentMap written = ledger.layered();
            if (!written.isEmpty()) {
                layered.put(share, written);
            }
        });
        return layered;
    }

    /** All that was accumulated, share by share. */
    Map<Integer, List<Accumulation>> accumulations() {
        Map<Integer, List<Accumulation>> accumulations = new LinkedHashMap<>();
        byShare.forEach((share, ledger) -> accumulations.put(share, ledger.accumulations(records)));
        return accumulations;
    }
}
