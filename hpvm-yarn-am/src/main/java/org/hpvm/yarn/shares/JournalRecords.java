package org.hpvm.yarn.shares;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Extent;
import org.hpvm.proto.share.RecordMessage;

/**
 * The small records that came whole, inside reports and requests, and so stand in the journal. Those that nothing names
 * any more are forgotten when there are many. Not thread-safe.
 */
public final class JournalRecords {
    /** Fewer are not worth a look at all that may name them. */
    private static final long BYTES_WORTH_A_SWEEP = 1 << 20;

    private final Map<Long, RecordMessage> byNumber = new HashMap<>();
    private final NavigableSet<Long> segments = new TreeSet<>();
    private long made;
    private long bytes;
    private long bytesAfterSweep;

    /** Where a record stands; one that came whole is kept and gets a number. */
    public RecordPlace place(RecordMessage message) {
        if (message.getSegment() != RecordPlace.JOURNAL) {
            segments.add(message.getSegment());
            return new RecordPlace(message.getSegment(), message.getOffset(), message.getLength());
        }
        long number = ++made;
        byNumber.put(number, message.toBuilder().setOffset(number).build());
        bytes += size(message);
        return new RecordPlace(RecordPlace.JOURNAL, number, message.getPayload().size());
    }

    /** Keeps a record that the server has made itself. */
    public RecordPlace keep(SegmentRecord made) {
        return place(RecordMessage.newBuilder()
                .setTable(UnsafeByteOperations.unsafeWrap(made.table().bytes()))
                .setPayload(UnsafeByteOperations.unsafeWrap(made.payload()))
                .build());
    }

    /** The segments whose writers have begun later ones. */
    List<Long> endedSegments() {
        List<Long> ended = new ArrayList<>();
        for (long segment : segments) {
            Long next = segments.higher(segment);
            if (next != null && next >>> 32 == segment >>> 32) {
                ended.add(segment);
            }
        }
        return ended;
    }

    /** A segment's file is gone. */
    void removed(long segment) {
        segments.remove(segment);
    }

    /** Records as they came in an answer, by their number. */
    public static Map<Long, SegmentRecord> read(List<RecordMessage> sent) {
        Map<Long, SegmentRecord> records = new HashMap<>();
        for (RecordMessage message : sent) {
            PieceTable table = PieceTable.parse(message.getTable().asReadOnlyByteBuffer());
            records.put(
                    message.getOffset(),
                    new SegmentRecord(0, table, message.getPayload().asReadOnlyByteBuffer()));
        }
        return records;
    }

    private static long size(RecordMessage message) {
        return (long) message.getPayload().size() + message.getTable().size();
    }

    /** Whether so much has come since the last sweep that another is worth its time. */
    public boolean isToSweep() {
        return bytes > 2 * bytesAfterSweep + BYTES_WORTH_A_SWEEP;
    }

    /** Forgets all but these. */
    public void retain(Named named) {
        byNumber.keySet().removeIf(number -> !named.hasRecord(number));
        bytes = byNumber.values().stream().mapToLong(JournalRecords::size).sum();
        bytesAfterSweep = bytes;
    }

    /** How many bytes are kept. */
    public long bytes() {
        return bytes;
    }

    /** The records that extents name, each once. */
    public List<RecordMessage> namedBy(List<Extent> extents) {
        Set<Long> numbers = new LinkedHashSet<>();
        for (Extent extent : extents) {
            RecordPlace place = extent.place();
            if (place != null && place.isInJournal()) {
                numbers.add(place.offset());
            }
        }
        List<RecordMessage> records = new ArrayList<>(numbers.size());
        for (Long number : numbers) {
            RecordMessage kept = byNumber.get(number);
            if (kept == null) {
                throw new IllegalStateException("record " + number + " of the journal was forgotten");
            }
            records.add(kept);
        }
        return records;
    }
}
