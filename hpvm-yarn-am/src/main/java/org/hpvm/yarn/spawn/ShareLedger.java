package org.hpvm.yarn.spawn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hpvm.dfs.fold.Combination;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;

/** What the tasks of one spawn have merged into one share. Not thread-safe. */
final class ShareLedger {
    private final int share;
    private final ByteOrder order;
    private final List<Merged> written = new ArrayList<>();
    private final Map<Combination, Contributions> accumulated = new LinkedHashMap<>();

    /** @param order of the parent */
    ShareLedger(int share, ByteOrder order) {
        this.share = share;
        this.order = order;
    }

    /**
     * Takes a piece of a task that counts.
     *
     * @param position of its bytes in the record's payload
     * @param bytes the piece's bytes, if they came with it
     * @param place where the record stands; asked for only if the record will be needed
     */
    void add(Piece piece, int position, Optional<ByteBuffer> bytes, Supplier<RecordPlace> place) {
        if (piece.operation() == Operation.WRITE) {
            written.add(new Merged(piece.task(), new Extent(piece.range(), place.get(), position)));
            return;
        }
        Contributions contributions = accumulated.computeIfAbsent(
                new Combination(piece.operation(), piece.type()), how -> new Contributions(share, how, order));
        if (bytes.isPresent() && contributions.mayCombine()) {
            contributions.combine(piece.task(), piece.range(), bytes.get());
        } else {
            contributions.keep(new Merged(piece.task(), new Extent(piece.range(), place.get(), position)));
        }
    }

    /** What cannot hold together, if there is such. */
    Optional<Conflict> conflict() {
        if (accumulated.isEmpty()) {
            return Optional.empty();
        }
        Map<Conflict.Kind, List<Merged.Touch>> touches = new LinkedHashMap<>();
        touches.put(
                new Conflict.Kind(Operation.WRITE, ElementType.BYTES),
                written.stream().map(Merged::touch).toList());
        accumulated.forEach((how, contributions) -> {
            List<Merged.Touch> touched = new ArrayList<>();
            contributions.forEachTouched(touched::add);
            touches.put(new Conflict.Kind(how.operation(), how.type()), touched);
        });
        return Conflict.among(touches);
    }

    /** The plain writes, laid over one another. */
    ExtentMap layered() {
        written.sort(Comparator.comparingLong(Merged::task)); // stable: calls of one task stay in their order
        return ExtentMap.layered(written.stream().map(Merged::extent).toList());
    }

    void name(Named named) {
        named.add(written.stream().map(Merged::extent).toList());
        accumulated.values().forEach(contributions -> contributions.name(named));
    }

    List<Accumulation> accumulations(JournalRecords records) {
        return accumulated.values().stream()
                .map(contributions -> contributions.accumulation(records))
                .toList();
    }
}
