package org.hpvm.dfs.share;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;

/**
 * Reads shares out of HDFS: bases in ranges and segments in runs of neighbouring records, several at a time. Every byte
 * is checked against its checksum before it reaches the target. Thread-safe.
 */
public final class ShareReader {
    private static final long RANGE_BYTES = 8L << 20;

    private final FileSystem files;
    private final LongFunction<Path> pathOfSegment;
    private final ExecutorService workers;

    /** Reads with the threads of {@code workers}, which is not shut down here. */
    public ShareReader(FileSystem files, LongFunction<Path> pathOfSegment, ExecutorService workers) {
        this.files = files;
        this.pathOfSegment = pathOfSegment;
        this.workers = workers;
    }

    /**
     * Reads a whole version into a target whose bytes are zero.
     *
     * @param journal the records of the version that are held in the journal, by their number
     * @throws HpvmException with {@link ErrorCode#CHECKSUM} if bytes are not those written, naming file and offset
     */
    public void read(ShareVersion version, Map<Long, SegmentRecord> journal, ShareTarget target) throws IOException {
        BaseFile base = version.base();
        if (base != null) {
            read(base, target);
        }
        read(version.extents().extents(), journal, target);
    }

    /**
     * Reads a part of a version into a target whose bytes there are zero.
     *
     * @param range begins at a multiple of {@link BaseFile#CHUNK_BYTES}, and ends at one or at the share's end
     */
    public void read(ShareVersion version, ByteRange range, Map<Long, SegmentRecord> journal, ShareTarget target)
            throws IOException {
        BaseFile base = version.base();
        if (base != null) {
            read(base, range, target);
        }
        read(version.extents().within(range), journal, target);
    }

    /** Reads a base file. */
    public void read(BaseFile base, ShareTarget target) throws IOException {
        read(base, new ByteRange(0, base.bytes()), target);
    }

    private void read(BaseFile base, ByteRange part, ShareTarget target) throws IOException {
        List<Callable<Void>> reads = new ArrayList<>();
        for (long start = part.start(); start < part.end(); start += RANGE_BYTES) {
            ByteRange range = new ByteRange(start, Math.min(part.end(), start + RANGE_BYTES));
            reads.add(() -> {
                BaseRange.read(files, base, range, target);
                return null;
            });
        }
        // Of many machines that read it at the same time each begins elsewhere, and so at another DataNode.
        Collections.rotate(reads, ThreadLocalRandom.current().nextInt(reads.size()));
        Parallel.run(workers, reads, "read a share from HDFS");
    }

    /** Reads extents that do not overlap. */
    public void read(List<Extent> extents, Map<Long, SegmentRecord> journal, ShareTarget target) throws IOException {
        Map<RecordPlace, List<Extent>> bySource = new HashMap<>();
        for (Extent extent : extents) {
            RecordPlace place = extent.place();
            if (place == null) {
                target.clear(extent.range());
            } else if (place.isInJournal()) {
                scatter(journalRecord(journal, place), List.of(extent), target);
            } else {
                bySource.computeIfAbsent(place, unused -> new ArrayList<>()).add(extent);
            }
        }
        Map<Long, List<RecordPlace>> bySegment = new TreeMap<>();
        bySource.keySet()
                .forEach(place -> bySegment
                        .computeIfAbsent(place.segment(), unused -> new ArrayList<>())
                        .add(place));
        List<Callable<Void>> reads = new ArrayList<>();
        bySegment.forEach((segment, places) -> SegmentFile.stretches(places)
                .forEach(stretch -> reads.add(() -> {
                    try (SegmentFile file = SegmentFile.open(files, pathOfSegment.apply(segment), segment)) {
                        for (SegmentFile.Run run : stretch) {
                            file.read(run, (place, segmentRecord) -> {
                                List<Extent> wanted = bySource.getOrDefault(place, List.of());
                                scatter(segmentRecord, wanted, target);
                            });
                        }
                    }
                    return null;
                })));
        Parallel.run(workers, reads, "read a share from HDFS");
    }

    private static SegmentRecord journalRecord(Map<Long, SegmentRecord> journal, RecordPlace place)
            throws HpvmException {
        SegmentRecord found = journal.get(place.offset());
        if (found == null) {
            throw new HpvmException(
                    ErrorCode.INTERNAL,
                    "read record " + place.offset() + " of the journal: the server did not send it");
        }
        return found;
    }

    private static void scatter(SegmentRecord source, List<Extent> extents, ShareTarget target) throws IOException {
        for (Extent extent : extents) {
            int length = Math.toIntExact(extent.range().length());
            target.write(extent.start(), source.payload().slice(extent.position(), length));
        }
    }
}
