package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hpvm.dfs.file.HdfsPatience;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ShareFolder;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.proto.client.AccumulatedShare;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.MergedShare;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.AccumulationMessages;
import org.hpvm.yarn.shares.JournalRecords;

/** Brings what the tasks of a spawn have merged and accumulated into the parent's shadows. Not thread-safe. */
final class SpawnResult {
    private final ShareReader reader;
    private final ShareFolder folder;
    private final ByteOrder order;

    /** Hears which bytes of a share are new. */
    @FunctionalInterface
    interface Listener {
        void merged(LocalShare share, List<ByteRange> ranges) throws IOException;
    }

    /** @param order of the parent */
    SpawnResult(ShareReader reader, ShareFolder folder, ByteOrder order) {
        this.reader = reader;
        this.folder = folder;
        this.order = order;
    }

    /**
     * Reads merged bytes and folds accumulated ones. The result of a fold is known to nobody else: it is published with
     * the next spawn, as if the parent had written it.
     *
     * <p>The listener hears of them when all are there. If that fails it hears of none, and what the shadows hold, new
     * or old, is published with the next spawn: the parent's program is to go on with what it has.
     */
    void fetch(AwaitReply reply, ShareBook shares, Listener listener) throws IOException {
        Map<Long, SegmentRecord> journal = JournalRecords.read(reply.getJournalList());
        Map<RecordPlace, ByteBuffer> copies = copies(reply.getCopiesList());
        List<Fresh> fresh = new ArrayList<>();
        for (MergedShare merged : reply.getMergedList()) {
            List<Extent> extents = ShareMessages.extents(merged.getExtents());
            List<ByteRange> ranges = extents.stream().map(Extent::range).toList();
            shares.find(merged.getNumber())
                    .ifPresent(share -> fresh.add(new Fresh(
                            share, ranges, () -> read(extents, journal, copies, ShareTarget.of(channel(share))))));
        }
        for (AccumulatedShare accumulated : reply.getAccumulatedList()) {
            Accumulation accumulation = AccumulationMessages.accumulation(accumulated);
            shares.find(accumulated.getNumber()).ifPresent(share -> {
                fresh.add(new Fresh(
                        share,
                        accumulation.touched(),
                        () -> folder.fold(accumulation, journal, order, channel(share))));
                accumulation.touched().forEach(range -> share.written(range.start(), range.end()));
            });
        }
        try {
            for (Fresh one : fresh) {
                one.arrival().run();
            }
        } catch (IOException e) {
            fresh.forEach(one -> one.ranges().forEach(range -> one.share().written(range.start(), range.end())));
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "read what tasks have merged from HDFS");
        }
        for (Fresh one : fresh) {
            listener.merged(one.share(), one.ranges());
        }
    }

    /** Takes what came with the answer, and reads the rest. */
    private void read(
            List<Extent> extents,
            Map<Long, SegmentRecord> journal,
            Map<RecordPlace, ByteBuffer> copies,
            ShareTarget target)
            throws IOException {
        List<Extent> elsewhere = new ArrayList<>();
        for (Extent extent : extents) {
            RecordPlace place = extent.place();
            ByteBuffer copy = place == null ? null : copies.get(place);
            if (copy == null) {
                elsewhere.add(extent);
            } else {
                int length = Math.toIntExact(extent.range().length());
                target.write(extent.start(), copy.slice(extent.position(), length));
            }
        }
        if (!elsewhere.isEmpty()) {
            HdfsPatience.USUAL.run(() -> reader.read(elsewhere, journal, target));
        }
    }

    private static Map<RecordPlace, ByteBuffer> copies(List<RecordMessage> records) {
        Map<RecordPlace, ByteBuffer> copies = new HashMap<>();
        for (RecordMessage message : records) {
            copies.put(
                    new RecordPlace(message.getSegment(), message.getOffset(), message.getLength()),
                    message.getPayload().asReadOnlyByteBuffer());
        }
        return copies;
    }

    /** Bytes that are new, and how they come. */
    private record Fresh(LocalShare share, List<ByteRange> ranges, Arrival arrival) {}

    @FunctionalInterface
    private interface Arrival {
        void run() throws IOException;
    }

    private static FileChannel channel(LocalShare share) {
        return share.shadow().channel();
    }
}
