package org.hpvm.dfs.share;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.fold.FoldWindow;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentRecord;

/**
 * Folds what tasks have accumulated over the bytes of a share, in windows, several at a time. Contributions are read as
 * they are needed, each checked against its checksum. Thread-safe.
 */
public final class ShareFolder {
    /** As many bytes of 8-byte elements as a record may have: a record serves one window or two. */
    private static final int WINDOW_ELEMENTS = 1 << 19;

    private final FileSystem files;
    private final LongFunction<Path> pathOfSegment;
    private final ExecutorService workers;

    /** Folds with the threads of {@code workers}, which is not shut down here. */
    public ShareFolder(FileSystem files, LongFunction<Path> pathOfSegment, ExecutorService workers) {
        this.files = files;
        this.pathOfSegment = pathOfSegment;
        this.workers = workers;
    }

    /**
     * Folds contributions over a share that stands in a file. If this fails, a part of them may be in the file.
     *
     * @param journal the contributions' records that are held in the journal, by their number
     * @param order of the share's elements and of the contributions
     */
    public void fold(Accumulation accumulation, Map<Long, SegmentRecord> journal, ByteOrder order, FileChannel share)
            throws IOException {
        long windowBytes =
                (long) WINDOW_ELEMENTS * accumulation.combination().type().width();
        Map<Long, List<Extent>> byWindow = new TreeMap<>();
        for (Extent contribution : accumulation.contributions()) {
            for (long window = contribution.start() / windowBytes;
                    window <= (contribution.end() - 1) / windowBytes;
                    window++) {
                byWindow.computeIfAbsent(window, unused -> new ArrayList<>()).add(contribution);
            }
        }
        try (RecordStore records = new RecordStore(files, pathOfSegment, journal)) {
            List<Callable<Void>> folds = new ArrayList<>();
            byWindow.forEach((window, contributions) -> folds.add(() -> {
                long start = window * windowBytes;
                fold(
                        new Accumulation(accumulation.combination(), contributions),
                        start,
                        windowBytes,
                        order,
                        records,
                        share);
                return null;
            }));
            Parallel.run(workers, folds, "fold what tasks have accumulated");
        }
    }

    private static void fold(
            Accumulation accumulation,
            long windowStart,
            long windowBytes,
            ByteOrder order,
            RecordStore records,
            FileChannel share)
            throws IOException {
        List<Extent> contributions = accumulation.contributions();
        long first = contributions.stream().mapToLong(Extent::start).min().orElseThrow();
        long last = contributions.stream().mapToLong(Extent::end).max().orElseThrow();
        long start = Math.max(windowStart, first);
        long end = Math.min(windowStart + windowBytes, last);
        int width = accumulation.combination().type().width();
        int length = (int) (end - start);
        FoldWindow window = new FoldWindow(accumulation.combination(), length / width);
        for (Extent contribution : contributions) {
            long from = Math.max(start, contribution.start());
            long to = Math.min(end, contribution.end());
            window.add(
                    (int) ((from - start) / width),
                    bytes(contribution, from, to, records).order(order));
        }
        ByteBuffer elements = ByteBuffer.allocate(length).order(order);
        readFully(share, elements, start);
        window.foldInto(elements);
        ShareTarget.of(share).write(start, elements);
    }

    private static ByteBuffer bytes(Extent contribution, long from, long to, RecordStore records) throws IOException {
        RecordPlace place = contribution.place();
        if (place == null) {
            throw new IllegalStateException("a contribution stands in a record");
        }
        int skipped = (int) (from - contribution.start());
        return records.get(place).payload().slice(contribution.position() + skipped, (int) (to - from));
    }

    private static void readFully(FileChannel share, ByteBuffer elements, long start) throws IOException {
        while (elements.hasRemaining()) {
            if (share.read(elements, start + elements.position()) < 0) {
                throw new EOFException("the share's local copy ends at byte " + (start + elements.position()));
            }
        }
        elements.flip();
    }
}
