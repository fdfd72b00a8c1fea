package org.hpvm.yarn.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.hpvm.container.image.ImagePlaces;
import org.hpvm.dfs.fold.Combination;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ShareFolder;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.MergedShare;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.shares.AccumulationMessages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnResultTest {
    private static final Combination SUM = new Combination(Operation.SUM, ElementType.INT64);

    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final List<String> heard = new ArrayList<>();
    private long writers;

    @BeforeEach
    void openFileSystem() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        workers.shutdownNow();
        files.close();
    }

    private org.apache.hadoop.fs.Path segment(long number) {
        return new org.apache.hadoop.fs.Path(
                directory.resolve("segment-" + (number >> 32)).toString());
    }

    private SpawnResult result() {
        return new SpawnResult(
                new ShareReader(files, this::segment, workers),
                new ShareFolder(files, this::segment, workers),
                ByteOrder.LITTLE_ENDIAN);
    }

    private ShareBook shares() {
        return new ShareBook(new ImagePlaces(directory, 0.5, directory));
    }

    private static LocalShare share(ShareBook shares, String name, int number) throws IOException {
        LocalShare share = shares.share(name, ElementType.INT64.number(), 16);
        share.setNumber(number);
        return share;
    }

    /** A segment of its own with one piece: 8 bytes that are all {@code value}. */
    private Extent piece(Operation operation, ElementType type, long start, int value) throws IOException {
        RecordBuilder builder = new RecordBuilder(1);
        ByteRange range = new ByteRange(start, start + 8);
        int position = builder.add(new Piece(1, operation, type, 0, 1, range));
        ByteBuffer.wrap(builder.payload()).order(ByteOrder.LITTLE_ENDIAN).putLong(position, value);
        try (SegmentLog log = new SegmentLog(files, this::segment, ++writers, 1 << 20)) {
            RecordPlace place = log.commit(List.of(builder.build())).get(0);
            return new Extent(range, place, position);
        }
    }

    private AwaitReply reply() throws IOException {
        Extent merged = piece(Operation.WRITE, ElementType.BYTES, 8, 77);
        Extent one = piece(Operation.SUM, ElementType.INT64, 0, 5);
        Extent other = piece(Operation.SUM, ElementType.INT64, 0, 6);
        return AwaitReply.newBuilder()
                .addMerged(MergedShare.newBuilder().setNumber(1).setExtents(ShareMessages.message(List.of(merged))))
                .addAccumulated(AccumulationMessages.message(2, new Accumulation(SUM, List.of(one, other))))
                .build();
    }

    private static long value(LocalShare share, int at) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        share.shadow().channel().read(bytes, at);
        return bytes.getLong(0);
    }

    @Test
    void readsWhatWasMergedAndFoldsTheRestOverTheShadow() throws IOException {
        try (ShareBook shares = shares()) {
            LocalShare merged = share(shares, "merged", 1);
            LocalShare summed = share(shares, "summed", 2);
            summed.shadow().channel().write(ByteBuffer.wrap(new byte[] {100}), 0);

            result().fetch(reply(), shares, (share, ranges) -> heard.add(share.name() + " " + ranges));

            assertThat(value(merged, 8)).isEqualTo(77);
            assertThat(value(summed, 0)).isEqualTo(111);
            assertThat(heard)
                    .containsExactly("merged [ByteRange[start=8, end=16]]", "summed [ByteRange[start=0, end=8]]");
            assertThat(merged.writtenBytes()).as("the cluster knows it").isZero();
            assertThat(summed.writtenBytes()).as("the cluster does not know it").isEqualTo(8);
        }
    }

    @Test
    void whatCameWithTheAnswerIsNotRead() throws IOException {
        try (ShareBook shares = shares()) {
            LocalShare merged = share(shares, "merged", 1);
            RecordPlace nowhere = new RecordPlace(99L << 32, 64, 256);
            Extent copied = new Extent(new ByteRange(0, 8), nowhere, 1);
            Extent stored = piece(Operation.WRITE, ElementType.BYTES, 8, 77);
            AwaitReply reply = AwaitReply.newBuilder()
                    .addMerged(MergedShare.newBuilder()
                            .setNumber(1)
                            .setExtents(ShareMessages.message(List.of(copied, stored))))
                    .addCopies(RecordMessage.newBuilder()
                            .setSegment(nowhere.segment())
                            .setOffset(nowhere.offset())
                            .setLength(nowhere.length())
                            .setPayload(ByteString.copyFrom(new byte[] {9, 55, 0, 0, 0, 0, 0, 0, 0, 9})))
                    .build();

            result().fetch(reply, shares, (share, ranges) -> heard.add(share.name() + " " + ranges));

            assertThat(value(merged, 0)).isEqualTo(55);
            assertThat(value(merged, 8)).isEqualTo(77);
        }
    }

    @Test
    void damageIsNamedNobodyHearsOfAnythingAndTheShadowIsPublishedAgain() throws IOException {
        try (ShareBook shares = shares()) {
            LocalShare merged = share(shares, "merged", 1);
            LocalShare summed = share(shares, "summed", 2);
            AwaitReply reply = reply();
            Path damaged = directory.resolve("segment-3");
            try (FileChannel file = FileChannel.open(damaged, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[] {99}), 64 + 64 + 32);
            }

            assertThatThrownBy(() -> result().fetch(reply, shares, (share, ranges) -> heard.add("")))
                    .isInstanceOf(HpvmException.class)
                    .hasMessageContaining(damaged + ": the checksum of its bytes does not match");

            assertThat(heard).isEmpty();
            assertThat(value(summed, 0)).isZero();
            assertThat(merged.writtenBytes()).isEqualTo(8);
            assertThat(summed.writtenBytes()).isEqualTo(8);
        }
    }
}
