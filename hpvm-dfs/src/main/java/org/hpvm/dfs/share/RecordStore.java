package org.hpvm.dfs.share;

import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Gives records by their place, out of segments or the journal, and remembers the last ones: neighbours in a share
 * often stand in one record. Thread-safe.
 */
final class RecordStore implements AutoCloseable {
    private static final long MOST_REMEMBERED_BYTES = 64L << 20;

    private final FileSystem files;
    private final LongFunction<Path> pathOfSegment;
    private final Map<Long, SegmentRecord> journal;
    private final Map<Long, SegmentFile> open = new HashMap<>();
    private final Map<RecordPlace, SegmentRecord> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private long rememberedBytes;

    /** @param journal records that are held in the journal, by their number */
    RecordStore(FileSystem files, LongFunction<Path> pathOfSegment, Map<Long, SegmentRecord> journal) {
        this.files = files;
        this.pathOfSegment = pathOfSegment;
        this.journal = journal;
    }

    /** @throws HpvmException with {@link ErrorCode#CHECKSUM} if what is there is not what was written */
    SegmentRecord get(RecordPlace place) throws IOException {
        if (place.isInJournal()) {
            SegmentRecord found = journal.get(place.offset());
            if (found == null) {
                throw new HpvmException(
                        ErrorCode.INTERNAL,
                        "read record " + place.offset() + " of the journal: the server did not send it");
            }
            return found;
        }
        synchronized (remembered) {
            SegmentRecord known = remembered.get(place);
            if (known != null) {
                return known;
            }
        }
        SegmentRecord[] read = new SegmentRecord[1];
        segment(place.segment()).read(new SegmentFile.Run(List.of(place)), (unused, found) -> read[0] = found);
        remember(place, read[0]);
        return read[0];
    }

    private SegmentFile segment(long number) throws IOException {
        synchronized (open) {
            SegmentFile file = open.get(number);
            if (file == null) {
                file = SegmentFile.open(files, pathOfSegment.apply(number), number);
                open.put(number, file);
            }
            return file;
        }
    }

    private void remember(RecordPlace place, SegmentRecord found) {
        synchronized (remembered) {
            if (remembered.put(place, found) == null) {
                rememberedBytes += place.length();
            }
            Iterator<RecordPlace> oldest = remembered.keySet().iterator();
            while (rememberedBytes > MOST_REMEMBERED_BYTES && oldest.hasNext()) {
                rememberedBytes -= oldest.next().length();
                oldest.remove();
            }
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (open) {
            for (SegmentFile file : open.values()) {
                file.close();
            }
            open.clear();
        }
    }
}
