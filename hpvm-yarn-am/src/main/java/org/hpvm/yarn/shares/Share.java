package org.hpvm.yarn.shares;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.BaseFile;
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
    private final List<Path> formerBases = new ArrayList<>();
    private ShareVersion current = ShareVersion.ZEROS;
    private long writtenBytes;
    private long compacted;
    private long forgettable;

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
            leaveBase();
            current = current.with(ShareMessages.base(update.getBase()));
            writtenBytes = 0;
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
            writtenBytes += bytes(newer);
            current = next;
        }
        while (stepTo.size() > MOST_STEPS) {
            stepTo.pollFirstEntry();
        }
    }

    /** How far the current version has come from being one file. */
    Wear wear() {
        BaseFile base = current.base();
        return new Wear(
                size,
                base == null ? 0 : base.bytes(),
                current.extents().extents().size(),
                bytes(current.extents()),
                writtenBytes);
    }

    private static long bytes(ExtentMap extents) {
        return extents.extents().stream()
                .mapToLong(extent -> extent.range().length())
                .sum();
    }

    /** Whether {@link #compact} would do it. */
    boolean mayCompact(long version) {
        return difference(version, current.number()).isPresent();
    }

    /**
     * A version is a file now, and what came later lies over that; the bytes of no version change. False, and nothing
     * is done, if the parent has written a base since, or too many versions came.
     */
    boolean compact(long version, BaseFile base) {
        Optional<ExtentMap> newer = difference(version, current.number());
        if (newer.isEmpty()) {
            return false;
        }
        leaveBase();
        current = new ShareVersion(current.number(), base, newer.get());
        writtenBytes = bytes(newer.get());
        compacted = version;
        return true;
    }

    /**
     * Forgets the steps to versions that were a file when this was called last. Until then machines that come from
     * before are still told what has changed, and need not read the whole share.
     */
    void forgetSteps() {
        stepTo.headMap(forgettable, true).clear();
        forgettable = compacted;
    }

    private void leaveBase() {
        BaseFile base = current.base();
        if (base != null) {
            formerBases.add(base.path());
        }
    }

    /** The share is dropped: all of its bases are former ones. */
    void end() {
        leaveBase();
    }

    /** The bases that were replaced since this was asked last. */
    List<Path> takeFormerBases() {
        List<Path> taken = List.copyOf(formerBases);
        formerBases.clear();
        return taken;
    }

    /** Tells what may still be asked for. */
    public void name(Named named) {
        named.add(current);
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
