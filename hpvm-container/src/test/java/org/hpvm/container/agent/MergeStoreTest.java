package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.RecordReader;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.share.RecordMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergeStoreTest {
    private static final int MOST_IN_REPORT = 100;
    private static final long SPAWN = 5;
    private static final int MOST_COPIED = 150;

    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();
    private final SegmentLog segments =
            new SegmentLog(files, segment -> application().segment(segment), 3, 1 << 20);
    private final MergeStore store = new MergeStore(segments, new ByteSize(MOST_IN_REPORT), this::mayCopy);

    private long copyBytes;

    private boolean mayCopy(long spawn, long bytes) {
        assertThat(spawn).isEqualTo(SPAWN);
        boolean isWanted = bytes <= copyBytes;
        copyBytes -= isWanted ? bytes : 0;
        return isWanted;
    }

    @BeforeEach
    void openFileSystem() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void fewBytesTravelInTheReport() throws IOException {
        MergedRecord one = merged(1, MOST_IN_REPORT - 1);
        MergedRecord other = merged(2, 1);

        store.store(List.of(one, other), true);

        assertThat(one.message().getPayload().size()).isEqualTo(MOST_IN_REPORT - 1);
        assertThat(other.message().getPayload().toByteArray()).containsExactly(2);
        assertThat(PieceTable.parse(other.message().getTable().asReadOnlyByteBuffer())
                        .piece(0))
                .isEqualTo(Piece.write(9, 2, 1, 0, 1));
        assertThat(segmentFiles()).isEmpty();
    }

    @Test
    void moreBytesTogetherGoThroughASegment() throws IOException {
        MergedRecord one = merged(1, MOST_COPIED);
        MergedRecord other = merged(2, 1);

        store.store(List.of(one, other), true);

        assertThat(segmentFiles()).hasSize(1);
        assertInSegment(one.message(), 1, MOST_COPIED);
        assertInSegment(other.message(), 2, 1);
    }

    @Test
    void whatGoesThroughASegmentTravelsInTheReportTooAsFarAsTheServerWantsIt() throws IOException {
        copyBytes = MOST_COPIED;
        MergedRecord one = merged(1, MOST_COPIED - 1);
        MergedRecord other = merged(2, 1);
        MergedRecord tooMuch = merged(3, 1);

        store.store(List.of(one, other, tooMuch), true);

        assertThat(one.message().getPayload().size()).isEqualTo(MOST_COPIED - 1);
        assertThat(other.message().getPayload().toByteArray()).containsExactly(2);
        assertInSegment(one.message().toBuilder().clearPayload().build(), 1, MOST_COPIED - 1);
        assertInSegment(other.message().toBuilder().clearPayload().build(), 2, 1);
        assertInSegment(tooMuch.message(), 3, 1);
    }

    @Test
    void whatIsReportedLaterGoesThroughASegmentHoweverSmall() throws IOException {
        MergedRecord merged = merged(1, 1);

        store.store(List.of(merged), false);

        assertInSegment(merged.message(), 1, 1);
    }

    @Test
    void whatIsStoredAlreadyStaysWhereItIs() throws IOException {
        MergedRecord spilled = merged(1, MOST_IN_REPORT);
        store.store(List.of(spilled), false);
        RecordMessage before = spilled.message();
        MergedRecord late = merged(2, MOST_IN_REPORT);

        store.store(List.of(spilled, late), true);

        assertThat(spilled.message()).isSameAs(before);
        assertThat(late.message().getSegment()).isZero();
        assertThat(late.message().getPayload().size()).isEqualTo(MOST_IN_REPORT);
    }

    @Test
    void storedBytesAreNoLongerHeldInMemory() throws IOException {
        MergedRecord merged = merged(1, 50);
        assertThat(merged.payloadBytes()).isEqualTo(50);

        store.store(List.of(merged), true);

        assertThat(merged.isWaiting()).isFalse();
        assertThat(merged.payloadBytes()).isZero();
    }

    @Test
    void nothingToStoreMakesNoSegment() throws IOException {
        store.store(List.of(), false);

        assertThat(segmentFiles()).isEmpty();
    }

    /** A record of one task, whose bytes are all the task's number. */
    private static MergedRecord merged(int task, int bytes) {
        RecordBuilder builder = new RecordBuilder(SPAWN);
        int position = builder.add(Piece.write(9, task, 1, 0, bytes));
        java.util.Arrays.fill(builder.payload(), position, position + bytes, (byte) task);
        return new MergedRecord(builder.build());
    }

    private void assertInSegment(RecordMessage message, int task, int bytes) throws IOException {
        assertThat(message.getPayload().isEmpty()).isTrue();
        assertThat(message.getSegment() >>> 32).isEqualTo(3);
        byte[] file = Files.readAllBytes(
                Path.of(application().segment(message.getSegment()).toUri().getPath()));
        RecordPlace place = new RecordPlace(message.getSegment(), message.getOffset(), message.getLength());
        SegmentRecord read =
                RecordReader.read(ByteBuffer.wrap(file, (int) place.offset(), place.length()), place, "segment");
        assertThat(read.spawn()).isEqualTo(5);
        assertThat(read.table().piece(0)).isEqualTo(Piece.write(9, task, 1, 0, bytes));
        assertThat(read.bytes(0).remaining()).isEqualTo(bytes);
        assertThat(read.bytes(0).get(bytes - 1)).isEqualTo((byte) task);
    }

    private List<Path> segmentFiles() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".segment")).toList();
        }
    }

    private ApplicationDirectory application() {
        return new ApplicationDirectory(new org.apache.hadoop.fs.Path(directory.toString()));
    }
}
