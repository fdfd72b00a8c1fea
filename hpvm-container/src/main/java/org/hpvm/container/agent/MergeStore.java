package org.hpvm.container.agent;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.share.RecordMessage;

/**
 * Decides how merged bytes travel: few of them inside the report, more of them through a segment in HDFS. Not
 * thread-safe.
 */
final class MergeStore implements AutoCloseable {
    private final SegmentLog segments;
    private final ByteSize mostInReport;

    MergeStore(SegmentLog segments, ByteSize mostInReport) {
        this.segments = segments;
        this.mostInReport = mostInReport;
    }

    /**
     * Makes records ready to be reported; those that go to HDFS are durable when this returns.
     *
     * @param mayTravelInReport false for records whose report comes later
     */
    void store(List<MergedRecord> records, boolean mayTravelInReport) throws IOException {
        List<MergedRecord> waiting =
                records.stream().filter(MergedRecord::isWaiting).toList();
        long bytes = waiting.stream().mapToLong(MergedRecord::payloadBytes).sum();
        if (waiting.isEmpty()) {
            return;
        }
        if (mayTravelInReport && bytes <= mostInReport.bytes()) {
            for (MergedRecord merged : waiting) {
                ByteString payload =
                        UnsafeByteOperations.unsafeWrap(merged.bytes().payload());
                merged.stored(message(merged.bytes()).setPayload(payload).build());
            }
            return;
        }
        List<RecordPlace> places =
                segments.commit(waiting.stream().map(MergedRecord::bytes).toList());
        for (int index = 0; index < places.size(); index++) {
            RecordPlace place = places.get(index);
            MergedRecord merged = waiting.get(index);
            merged.stored(message(merged.bytes())
                    .setSegment(place.segment())
                    .setOffset(place.offset())
                    .setLength(place.length())
                    .build());
        }
    }

    private static RecordMessage.Builder message(SegmentRecord kept) {
        ByteString table = UnsafeByteOperations.unsafeWrap(kept.table().bytes());
        return RecordMessage.newBuilder().setTable(table);
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
