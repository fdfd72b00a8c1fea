package org.hpvm.dfs.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.fold.Combination;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One flipped bit in a file is noticed and named, or did not matter; wrong bytes are never given. */
class FlippedBitsTest {
    private static final int SIZE = 64;

    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final byte[] bytes = new byte[SIZE];

    /** Reads what the file under test holds. */
    @FunctionalInterface
    private interface Reading {
        byte[] read() throws IOException;
    }

    @BeforeEach
    void begin() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
        new Random(5).nextBytes(bytes);
    }

    @AfterEach
    void close() throws IOException {
        workers.shutdownNow();
        files.close();
    }

    private org.apache.hadoop.fs.Path hadoop(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
    }

    private FileChannel file(String name) throws IOException {
        return FileChannel.open(
                directory.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private RecordPlace segment(Operation operation, ElementType type) throws IOException {
        RecordBuilder builder = new RecordBuilder(1);
        int position = builder.add(new Piece(1, operation, type, 1, 1, new ByteRange(0, SIZE)));
        System.arraycopy(bytes, 0, builder.payload(), position, SIZE);
        try (SegmentLog log = new SegmentLog(files, number -> hadoop("segment"), 1, 1 << 20)) {
            return log.commit(List.of(builder.build())).get(0);
        }
    }

    /** @return how many flips were noticed */
    private int flipABitOfEachByte(String name, Reading reading) throws IOException {
        Path path = directory.resolve(name);
        byte[] whole = Files.readAllBytes(path);
        int noticed = 0;
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            Files.write(path, damaged);
            try {
                assertThat(reading.read()).as("byte " + at).isEqualTo(bytes);
            } catch (HpvmException e) {
                noticed++;
                assertThat(e.code()).as("byte " + at).isEqualTo(ErrorCode.CHECKSUM);
                assertThat(e).hasMessageContaining(path.toString());
            }
        }
        return noticed;
    }

    @Test
    void inABase() throws IOException {
        Files.write(directory.resolve("memory"), bytes);
        BaseFile base;
        try (FileChannel memory = FileChannel.open(directory.resolve("memory"))) {
            base = new BaseWriter(files).write(memory, SIZE, hadoop("base"));
        }
        ShareReader reader = new ShareReader(files, number -> hadoop("segment"), workers);

        int noticed = flipABitOfEachByte("base", () -> read(target -> reader.read(base, target)));

        assertThat(noticed).isEqualTo(SIZE);
    }

    @Test
    void inASegment() throws IOException {
        RecordPlace place = segment(Operation.WRITE, ElementType.BYTES);
        ShareReader reader = new ShareReader(files, number -> hadoop("segment"), workers);
        List<Extent> extents = List.of(new Extent(new ByteRange(0, SIZE), place, 0));

        int noticed = flipABitOfEachByte("segment", () -> read(target -> reader.read(extents, Map.of(), target)));

        assertThat(noticed).isEqualTo(64 + 64 + 32 + SIZE);
    }

    @Test
    void inASegmentThatIsFolded() throws IOException {
        RecordPlace place = segment(Operation.XOR, ElementType.INT64);
        ShareFolder folder = new ShareFolder(files, number -> hadoop("segment"), workers);
        Accumulation accumulation = new Accumulation(
                new Combination(Operation.XOR, ElementType.INT64),
                List.of(new Extent(new ByteRange(0, SIZE), place, 0)));

        int noticed = flipABitOfEachByte("segment", () -> {
            try (FileChannel share = file("share")) {
                share.write(ByteBuffer.allocate(SIZE), 0);
                folder.fold(accumulation, Map.of(), ByteOrder.LITTLE_ENDIAN, share);
                return Arrays.copyOf(Files.readAllBytes(directory.resolve("share")), SIZE);
            }
        });

        assertThat(noticed).isEqualTo(64 + 64 + 32 + SIZE);
    }

    @FunctionalInterface
    private interface Filling {
        void fill(ShareTarget target) throws IOException;
    }

    private byte[] read(Filling filling) throws IOException {
        try (FileChannel image = file("image")) {
            image.write(ByteBuffer.allocate(SIZE), 0);
            filling.fill(ShareTarget.of(image));
        }
        return Files.readAllBytes(directory.resolve("image"));
    }
}
