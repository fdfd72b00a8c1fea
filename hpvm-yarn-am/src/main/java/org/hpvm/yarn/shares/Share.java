package org.hpvm.yarn.shares;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.proto.share.ShareMessage;

/** A share and its versions, as the server knows them. Not thread-safe. */
public final class Share {
    /** So many steps back an agent is told only what has changed; an older one reads the whole share. */
    private static final int MOST_STEPS = 64;

    private final int number;
    private final ShareName name;
    private final ElementType type;
    private final long size;
    private final int byteOrder;
    private final NavigableMap<Long, ExtentMap> stepTo = new TreeMap<>();
    private ShareVersion current = ShareVersion.ZEROS;

    /** @param byteOrder as {@code ShareMessage} numbers it; 0 if it is not known */
    Share(int number, ShareName name, ElementType type, long size, int byteOrder) {
        this.number = number;
        this.name = name;
        this.type = type;
        this.size = size;
        this.byteOrder = byteOrder;
    }

    public int number() {
        return number;
    }

    public ShareName name() {
        return name;
    }

    public long size() {
        return size;
    }

    public ShareVersion current() {
        return current;
    }

    public ShareMessage message() {
        return ShareMessage.newBuilder()
                .setNumber(number)
                .setName(name.text())
                .setType(type.number())
                .setSize(size)
                .setByteOrder(byteOrder)
                .build();
    }

    /** What the parent has written since the last spawn becomes the current version. */
    public void update(ShareUpdate update, JournalRecords records) {
        if (update.hasBase()) {
            current = current.with(ShareMessages.base(update.getBase()));
            stepTo.clear();
        }
        List<Extent> written = new ArrayList<>();
        for (int at = 0; at + 1 < update.getClearedCount(); at += 2) {
            written.add(Extent.zeros(new ByteRange(update.getCleared(at), update.getCleared(at + 1))));
        }
        for (RecordMessage message : update.getRecordsList()) {
            RecordPlace place = records.place(message);
            PieceTable table = PieceTable.parse(message.getTable().asReadOnlyByteBuffer());
            for (int index = 0; index < table.size(); index++) {
                written.add(new Extent(table.piece(index).range(), place, table.position(index)));
            }
        }
        apply(ExtentMap.layered(written));
    }

    /** Lays extents over the current version. */
    public void apply(ExtentMap newer) {
        ShareVersion next = current.with(newer);
        if (next.number() != current.number()) {
            stepTo.put(next.number(), newer);
            current = next;
        }
        while (stepTo.size() > MOST_STEPS) {
            stepTo.pollFirstEntry();
        }
    }

    /** Tells which records may still be asked for. */
    public void name(NamedRecords named) {
        named.add(current.extents().extents());
        stepTo.values().forEach(step -> named.add(step.extents()));
    }

    /** What a reader of one version lacks of a later one; empty if that is not known any more. */
    public Optional<ExtentMap> difference(long from, long to) {
        if (from > to || to > current.number()) {
            return Optional.empty();
        }
        Map<Long, ExtentMap> steps = stepTo.subMap(from, false, to, true);
        if (steps.size() != to - from) {
            return Optional.empty();
        }
        List<Extent> inOrder = new ArrayList<>();
        steps.values().forEach(step -> inOrder.addAll(step.extents()));
        return Optional.of(ExtentMap.layered(inOrder));
    }
}
