package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.hpvm.container.memory.AnonymousFile;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.ElementType;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.model.ShareName;

/**
 * A share of the parent: its shadow, and which bytes of it the cluster does not know yet. Not thread-safe; owned by the
 * parent's session.
 */
final class LocalShare implements AutoCloseable {
    private final ShareName name;
    private final ElementType type;
    private final long size;
    private final AnonymousFile shadow;
    private final RangeSet written = new RangeSet();
    private final RangeSet cleared = new RangeSet();
    private int number;

    LocalShare(ShareName name, ElementType type, long size, AnonymousFile shadow) {
        this.name = name;
        this.type = type;
        this.size = size;
        this.shadow = shadow;
    }

    ShareName name() {
        return name;
    }

    ElementType type() {
        return type;
    }

    long size() {
        return size;
    }

    AnonymousFile shadow() {
        return shadow;
    }

    /** The share's number at the server; 0 if the server does not know it yet. */
    int number() {
        return number;
    }

    void setNumber(int given) {
        number = given;
    }

    void written(long start, long end) {
        written.add(start, end);
        cleared.remove(start, end);
    }

    void cleared(long start, long end) {
        cleared.add(start, end);
        written.remove(start, end);
    }

    long writtenBytes() {
        return written.size();
    }

    List<IdRange> clearedRanges() {
        return cleared.ranges();
    }

    /** The cluster knows everything now. */
    void published() {
        written.remove(0, size);
        cleared.remove(0, size);
    }

    /** Takes records one after another: a share may be larger than the heap. */
    @FunctionalInterface
    interface RecordSink {
        void accept(SegmentRecord record) throws IOException;
    }

    /** Gives what was written, as records. */
    void forEachRecord(RecordSink sink) throws IOException {
        RecordBuilder record = new RecordBuilder(0);
        for (IdRange range : written.ranges()) {
            for (long at = range.start(); at < range.end(); ) {
                int length = (int) Math.min(range.end() - at, 1 << 20);
                if (!record.hasRoomFor(length)) {
                    sink.accept(record.build());
                    record = new RecordBuilder(0);
                }
                int position = record.add(Piece.write(number, 0, 0, at, at + length));
                ByteBuffer target = ByteBuffer.wrap(record.payload(), position, length);
                while (target.hasRemaining()) {
                    shadow.channel().read(target, at + length - target.remaining());
                }
                at += length;
            }
        }
        if (!record.isEmpty()) {
            sink.accept(record.build());
        }
    }

    @Override
    public void close() throws IOException {
        shadow.close();
    }
}
