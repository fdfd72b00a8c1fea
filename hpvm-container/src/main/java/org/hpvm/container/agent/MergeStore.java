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
 * Decides how merged bytes travel: few of them inside the report, more of them through a segment in HDFS, and as far as
 * the server wants copies also with the report, so that the parent need not read them in HDFS. Not thread-safe.
 */
final class MergeStore implements AutoCloseable {
    private final SegmentLog segments;
    private final ByteSize mostInReport;
    private final Allowance copies;

    /** Decides whether bytes of a spawn are copied; once they are, less may be. */
    @FunctionalInterface
    interface Allowance {
        boolean take(long spawn, long bytes);
    }

    MergeStore(SegmentLog segments, ByteSize mostInReport, Allowance copies) {
        this.segments = segments;
        this.mostInReport = mostInReport;
        this.copies = copies;
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
            RecordMessage.Builder message = message(merged.bytes())
                    .setSegment(place.segment())
                    .setOffset(place.offset())
                    .setLength(place.length());
            if (mayTravelInReport && copies.take(merged.bytes().spawn(), merged.payloadBytes())) {
                message.setPayload(
                        UnsafeByteOperations.unsafeWrap(merged.bytes().payload()));
            }
            merged.stored(message.build());
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
