package org.hpvm.dfs.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.RecordReader;
import org.hpvm.dfs.segment.SegmentHeader;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** A segment opened for reading records whose places are known. Used by one thread. */
final class SegmentFile implements AutoCloseable {
    private static final long RUN_BYTES = 8L << 20;

    /** What one reader takes of a segment: an open costs two requests, 2 ms. */
    private static final long STRETCH_BYTES = 4 * RUN_BYTES;

    private final Path path;
    private final FSDataInputStream in;

    private SegmentFile(Path path, FSDataInputStream in) {
        this.path = path;
        this.in = in;
    }

    /** Records that are read with one request: they follow one another in the file, nearly. */
    record Run(List<RecordPlace> places) {
        long start() {
            return places.get(0).offset();
        }

        long end() {
            RecordPlace last = places.get(places.size() - 1);
            return last.offset() + last.length();
        }
    }

    /** Runs of a segment in stretches, each for one reader, so that a long segment is read by several at once. */
    static List<List<Run>> stretches(List<RecordPlace> places) {
        List<List<Run>> stretches = new ArrayList<>();
        long bytes = STRETCH_BYTES;
        for (Run run : runs(places)) {
            if (bytes >= STRETCH_BYTES) {
                stretches.add(new ArrayList<>());
                bytes = 0;
            }
            stretches.get(stretches.size() - 1).add(run);
            bytes += run.end() - run.start();
        }
        return stretches;
    }

    @FunctionalInterface
    interface RecordSink {
        void accept(RecordPlace place, SegmentRecord segmentRecord) throws IOException;
    }

    static SegmentFile open(FileSystem files, Path path, long segment) throws IOException {
        FSDataInputStream in = files.open(path);
        try {
            byte[] header = new byte[SegmentHeader.BYTES];
            in.readFully(0, header);
            long found = SegmentHeader.parse(ByteBuffer.wrap(header)).segment();
            if (found != segment) {
                throw new IllegalArgumentException("it is segment " + found);
            }
            return new SegmentFile(path, in);
        } catch (IllegalArgumentException e) {
            in.close();
            throw new HpvmException(
                    ErrorCode.CHECKSUM, "open segment " + segment + " at " + path + ": " + e.getMessage(), e);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Puts places in order and joins neighbours, with small gaps between them, to runs of at most 8 MiB. */
    static List<Run> runs(List<RecordPlace> places) {
        List<RecordPlace> sorted = new ArrayList<>(places);
        sorted.sort(Comparator.comparingLong(RecordPlace::offset));
        List<Run> runs = new ArrayList<>();
        List<RecordPlace> current = new ArrayList<>();
        for (RecordPlace place : sorted) {
            boolean far = !current.isEmpty()
                    && (place.offset() + place.length() - current.get(0).offset() > RUN_BYTES
                            || place.offset() - new Run(current).end() > RUN_BYTES / 64);
            if (far) {
                runs.add(new Run(List.copyOf(current)));
                current.clear();
            }
            current.add(place);
        }
        if (!current.isEmpty()) {
            runs.add(new Run(List.copyOf(current)));
        }
        return runs;
    }

    void read(Run run, RecordSink sink) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(run.end() - run.start())];
        in.readFully(run.start(), bytes);
        for (RecordPlace place : run.places()) {
            ByteBuffer one = ByteBuffer.wrap(bytes, (int) (place.offset() - run.start()), place.length());
            sink.accept(place, RecordReader.read(one.slice(), place, path));
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
