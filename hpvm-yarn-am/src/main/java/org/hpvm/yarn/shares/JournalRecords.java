package org.hpvm.yarn.shares;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Extent;
import org.hpvm.proto.share.RecordMessage;

/** The small records that came whole, inside reports and requests, and so stand in the journal. Not thread-safe. */
public final class JournalRecords {
    private final Map<Long, RecordMessage> byNumber = new HashMap<>();
    private long made;

    /** Where a record stands; one that came whole is kept and gets a number. */
    public RecordPlace place(RecordMessage message) {
        if (message.getSegment() != RecordPlace.JOURNAL) {
            return new RecordPlace(message.getSegment(), message.getOffset(), message.getLength());
        }
        long number = ++made;
        byNumber.put(number, message.toBuilder().setOffset(number).build());
        return new RecordPlace(RecordPlace.JOURNAL, number, message.getPayload().size());
    }

    /** Keeps a record that the server has made itself. */
    public RecordPlace keep(SegmentRecord made) {
        return place(RecordMessage.newBuilder()
                .setTable(UnsafeByteOperations.unsafeWrap(made.table().bytes()))
                .setPayload(UnsafeByteOperations.unsafeWrap(made.payload()))
                .build());
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
