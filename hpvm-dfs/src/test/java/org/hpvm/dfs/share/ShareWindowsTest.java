package org.hpvm.dfs.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.model.ByteRange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A share of more than two windows, with pieces and cleared ranges that lie across their borders. */
class ShareWindowsTest {
    private static final int WINDOW = 32 << 20;
    private static final int SIZE = 2 * WINDOW + 777;

    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final byte[] model = new byte[SIZE];

    @BeforeEach
    void begin() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        workers.shutdownNow();
        files.close();
    }

    private org.apache.hadoop.fs.Path hadoop(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
    }

    private ShareWindows windows() throws IOException {
        Random random = new Random(11);
        random.nextBytes(model);
        BaseFile base =
                new BaseWriter(files).write(ByteSource.of(new ByteArrayInputStream(model)), SIZE, hadoop("base"));
        List<Extent> written = new ArrayList<>();
        try (SegmentLog log = new SegmentLog(files, number -> hadoop("segment"), 1, 1L << 30)) {
            for (int start : new int[] {5, WINDOW - 1000, 2 * WINDOW - 1, SIZE - 3}) {
                int end = Math.min(SIZE, start + 2000);
                RecordBuilder builder = new RecordBuilder(1);
                int position = builder.add(Piece.write(1, 1, 1, start, end));
                byte[] bytes = new byte[end - start];
                random.nextBytes(bytes);
                System.arraycopy(bytes, 0, builder.payload(), position, bytes.length);
                System.arraycopy(bytes, 0, model, start, bytes.length);
                RecordPlace place = log.commit(List.of(builder.build())).get(0);
                written.add(new Extent(new ByteRange(start, end), place, position));
            }
        }
        written.add(Extent.zeros(new ByteRange(WINDOW - 10, WINDOW + 10)));
        Arrays.fill(model, WINDOW - 10, WINDOW + 10, (byte) 0);
        return new ShareWindows(
                new ShareReader(files, number -> hadoop("segment"), workers),
                new ShareVersion(1, base, ExtentMap.layered(written)),
                Map.of(),
                SIZE);
    }

    private static byte[] read(ShareWindows windows, ByteRange range) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        windows.copy(range, (position, bytes) -> {
            assertThat(position).isEqualTo(range.start() + read.size());
            read.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return true;
        });
        return read.toByteArray();
    }

    @Test
    void allBytesComeInTheirOrder() throws IOException {
        ShareWindows windows = windows();

        assertThat(Arrays.mismatch(read(windows, new ByteRange(0, SIZE)), model))
                .isEqualTo(-1);
    }

    @Test
    void anyRangeIsThatOfTheWhole() throws IOException {
        ShareWindows windows = windows();
        Random random = new Random(3);
        List<Integer> borders =
                new ArrayList<>(List.of(0, 1, WINDOW - 1, WINDOW, WINDOW + 1, 2 * WINDOW, SIZE - 1, SIZE));
        borders.add(random.nextInt(SIZE));
        for (int start : borders) {
            for (int end : borders) {
                if (start < end && end - start < 1 << 21) {
                    assertThat(read(windows, new ByteRange(start, end)))
                            .as("%d to %d", start, end)
                            .isEqualTo(Arrays.copyOfRange(model, start, end));
                }
            }
        }
        assertThat(read(windows, new ByteRange(WINDOW - 1, SIZE)))
                .isEqualTo(Arrays.copyOfRange(model, WINDOW - 1, SIZE));
    }

    @Test
    void nothingMoreIsReadOnceNoMoreIsWanted() throws IOException {
        int[] windows = {0};

        windows().copy(new ByteRange(0, SIZE), (position, bytes) -> {
            windows[0]++;
            return false;
        });

        assertThat(windows[0]).isEqualTo(1);
    }
}
