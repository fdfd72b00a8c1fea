package org.hpvm.dfs.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.hpvm.dfs.file.DurableFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one writer: records are appended to the newest, which is held open, since a flush of an open file
 * costs 0.3 ms and opening one for append 64 ms.
 *
 * <p>A segment whose write failed is never written again: what was not yet acknowledged is written anew to a fresh one.
 * Not thread-safe; owned by the thread that commits.
 */
public final class SegmentLog implements AutoCloseable {
    private static final long BLOCK_BYTES = 16 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final FileSystem files;
    private final LongFunction<Path> pathOfSegment;
    private final long writer;
    private final long mostBytes;
    private int made;
    private @Nullable OpenSegment open;

    /**
     * Begins without a file; the first commit makes one.
     *
     * @param pathOfSegment gives a segment's path by its number
     * @param writer a number no other writer of the application has, 1 to 2^31-1
     * @param mostBytes a segment that has reached it is closed and a new one begun
     */
    public SegmentLog(FileSystem files, LongFunction<Path> pathOfSegment, long writer, long mostBytes) {
        if (writer < 1 || writer > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a writer's number is 1 to 2^31-1: " + writer);
        }
        this.files = files;
        this.pathOfSegment = pathOfSegment;
        this.writer = writer;
        this.mostBytes = mostBytes;
    }

    /**
     * Writes records and waits until every DataNode of the pipeline has them.
     *
     * @return where each record stands, in order
     * @throws IOException if they could not be written, also not to a second segment; none of them counts then
     */
    public List<RecordPlace> commit(List<SegmentRecord> records) throws IOException {
        if (open != null && open.position >= mostBytes) {
            abandon();
        }
        boolean fresh = open == null;
        try {
            return write(records);
        } catch (IOException e) {
            abandon();
            if (fresh) {
                throw e;
            }
            try {
                return write(records);
            } catch (IOException again) {
                abandon();
                again.addSuppressed(e);
                throw again;
            }
        }
    }

    private List<RecordPlace> write(List<SegmentRecord> records) throws IOException {
        OpenSegment segment = open;
        if (segment == null) {
            segment = begin();
            open = segment;
        }
        List<RecordPlace> places = new ArrayList<>(records.size());
        for (SegmentRecord segmentRecord : records) {
            places.add(segment.append(segmentRecord));
        }
        segment.out.hflush();
        return places;
    }

    private OpenSegment begin() throws IOException {
        long number = writer << 32 | made++;
        FSDataOutputStream out =
                DurableFile.create(files, pathOfSegment.apply(number), BLOCK_BYTES, DurableFile.Placement.LOCAL);
        SegmentHeader header = new SegmentHeader(number, RANDOM.nextLong());
        out.write(header.encode().array());
        return new OpenSegment(out, header);
    }

    private void abandon() {
        if (open != null) {
            IOUtils.cleanupWithLogger(LOG, open.out);
            open = null;
        }
    }

    /**
     * Closes the newest segment. What was committed has been flushed and does not depend on it: at the end of an
     * application its directory may be gone before, and the segment with it.
     */
    @Override
    public void close() {
        abandon();
    }

    private static final class OpenSegment {
        private static final byte[] PADDING = new byte[8];
        private final FSDataOutputStream out;
        private final SegmentHeader header;
        private long position = SegmentHeader.BYTES;
        private int previousCrc;

        OpenSegment(FSDataOutputStream out, SegmentHeader header) {
            this.out = out;
            this.header = header;
        }

        RecordPlace append(SegmentRecord appended) throws IOException {
            ByteBuffer table = appended.table().bytes();
            ByteBuffer payload = appended.payload();
            RecordHeader recordHeader = new RecordHeader(
                    position,
                    header.identity(),
                    appended.spawn(),
                    appended.table().size(),
                    payload.remaining(),
                    Crc32c.of(table, payload),
                    previousCrc);
            RecordPlace place = new RecordPlace(header.segment(), position, recordHeader.recordBytes());
            out.write(recordHeader.encode().array());
            DurableFile.write(out, table);
            DurableFile.write(out, payload);
            out.write(PADDING, 0, -payload.limit() & 7);
            position += place.length();
            previousCrc = recordHeader.crc();
            return place;
        }
    }
}
