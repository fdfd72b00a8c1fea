package org.hpvm.dfs.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.formats.SecondReader.FoundPiece;
import org.hpvm.dfs.formats.SecondReader.FoundRecord;
import org.hpvm.dfs.formats.SecondReader.FoundSegment;
import org.hpvm.dfs.journal.JournalWriter;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.BaseWriter;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that was written from the pages alone reads what the product writes. */
class FormatPagesTest {
    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();

    @BeforeEach
    void openFileSystem() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private org.apache.hadoop.fs.Path hadoop(String name) {
        return new org.apache.hadoop.fs.Path(directory.resolve(name).toString());
    }

    private SecondReader read(String name) throws IOException {
        return new SecondReader(Files.readAllBytes(directory.resolve(name)));
    }

    @Test
    void theChecksumIsTheOneThatThePageDefines() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertThat(SecondReader.crc32c(digits, 0, digits.length)).isEqualTo(0xE3069283);
    }

    @Test
    void readsSegments() throws IOException {
        Random random = new Random(3);
        List<SegmentRecord> written = new ArrayList<>();
        List<List<FoundPiece>> expected = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            RecordBuilder builder = new RecordBuilder(number);
            List<FoundPiece> pieces = new ArrayList<>();
            for (int left = 1 + random.nextInt(5); left > 0; left--) {
                byte[] bytes = new byte[8 * (1 + random.nextInt(9))];
                random.nextBytes(bytes);
                long start = 8L * random.nextInt(1_000_000_000) + (8L << 40);
                long task = random.nextLong() >>> 1;
                ByteRange range = new ByteRange(start, start + bytes.length);
                Piece piece = new Piece(7, Operation.XOR, ElementType.UINT32, task, left, range);
                int position = builder.add(piece);
                System.arraycopy(bytes, 0, builder.payload(), position, bytes.length);
                pieces.add(new FoundPiece(7, 6, 7, left, task, start, ByteBuffer.wrap(bytes)));
            }
            written.add(builder.build());
            expected.add(pieces);
        }

        List<RecordPlace> places = new ArrayList<>();
        try (SegmentLog log = new SegmentLog(files, segment -> hadoop("segment"), 5, 1 << 30)) {
            places.addAll(log.commit(written.subList(0, 12)));
            places.addAll(log.commit(written.subList(12, 20)));
        }

        FoundSegment segment = read("segment").segment();
        assertThat(segment.number()).isEqualTo(5L << 32);
        assertThat(segment.records()).hasSize(20);
        for (int number = 0; number < 20; number++) {
            FoundRecord found = segment.records().get(number);
            assertThat(found.spawn()).isEqualTo(number);
            assertThat(new RecordPlace(segment.number(), found.offset(), found.length()))
                    .isEqualTo(places.get(number));
            assertThat(found.pieces()).isEqualTo(expected.get(number));
        }
    }

    @Test
    void readsJournals() throws IOException {
        try (JournalWriter journal = JournalWriter.create(files, hadoop("journal"), 4)) {
            for (String entry : List.of("first", "", "third")) {
                journal.append(entry.getBytes(StandardCharsets.US_ASCII)).join();
            }
        }
        byte[] whole = Files.readAllBytes(directory.resolve("journal"));

        SecondReader.FoundJournal journal = new SecondReader(whole).journal();
        assertThat(journal.epoch()).isEqualTo(4);
        assertThat(journal.left()).isZero();
        assertThat(journal.entries().stream().map(entry -> new String(entry, StandardCharsets.US_ASCII)))
                .containsExactly("first", "", "third");

        whole[64 + 16] ^= 1;
        assertThatThrownBy(() -> new SecondReader(whole).journal()).hasMessage("a damaged entry before a whole one");
    }

    @Test
    void readsBases() throws IOException {
        byte[] bytes = new byte[(2 << 20) + 77];
        new Random(4).nextBytes(bytes);
        Files.write(directory.resolve("memory"), bytes);
        BaseFile base;
        try (FileChannel memory = FileChannel.open(directory.resolve("memory"))) {
            base = new BaseWriter(files).write(memory, bytes.length, hadoop("base"));
        }

        assertThat(Files.readAllBytes(directory.resolve("base"))).isEqualTo(bytes);
        assertThat(read("base").checksumsOfBase()).isEqualTo(base.checksums());
    }

    @Test
    void readsTheExampleOfThePage() throws IOException {
        FoundSegment segment = new SecondReader(example()).segment();

        assertThat(segment.number()).isEqualTo(3L << 32);
        assertThat(segment.identity()).isEqualTo(0x1122334455667788L);
        assertThat(segment.records()).hasSize(2);
        FoundPiece other = segment.records().get(1).pieces().get(0);
        assertThat(other.task()).isEqualTo(6);
        assertThat(other.start()).isEqualTo(100);
        assertThat(new String(other.bytes().array(), StandardCharsets.US_ASCII)).isEqualTo("worlds!!x");
    }

    /** The bytes of the dump at the end of {@code segment.md}. */
    private static byte[] example() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String line : Files.readAllLines(Path.of("../docs/formats/segment.md"))) {
            if (line.matches("[0-9a-f]{8}  ([0-9a-f]{2} ).*")) {
                for (String hex : line.substring(10, 59).strip().split(" +", -1)) {
                    bytes.write(Integer.parseInt(hex, 16));
                }
            }
        }
        return bytes.toByteArray();
    }
}
