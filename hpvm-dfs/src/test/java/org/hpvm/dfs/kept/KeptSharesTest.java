package org.hpvm.dfs.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.share.ByteSource;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptSharesTest {
    private static final ShareName NAME = new ShareName("field");

    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();

    @BeforeEach
    void begin() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private KeptShares kept() {
        return new KeptShares(files, new org.apache.hadoop.fs.Path(directory.toUri()));
    }

    private KeptShare keep(byte[] bytes, long version) throws IOException {
        return kept().keep(
                        new KeptShares.Subject(NAME, ElementType.UINT8, bytes.length, ByteOrder.BIG_ENDIAN, version),
                        ByteSource.of(new ByteArrayInputStream(bytes)));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** The page alone is enough: format version, name, crc32c of all bytes, and of each MiB. */
    @ParameterizedTest(name = "{0} bytes")
    @CsvSource({"1", "1048576", "1048577", "3000000"})
    void theDescriptionSaysWhatTheFileHolds(int size) throws IOException {
        byte[] bytes = random(size);

        KeptShare made = keep(bytes, 7);

        assertThat(Files.readAllBytes(directory.resolve("field"))).isEqualTo(bytes);
        String text = Files.readString(directory.resolve("_field@share.json"));
        assertThat(text).contains("\"order\" : \"big\"", "\"type\" : \"uint8\"", "\"version\" : 7");
        Matcher whole = Pattern.compile("\"crc32c\" : \"([0-9a-f]{8})\"").matcher(text);
        assertThat(whole.find()).isTrue();
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        assertThat(Long.parseLong(whole.group(1), 16)).isEqualTo(crc.getValue());
        assertThat(kept().list()).containsExactly(made);
        assertThat(kept().find(NAME)).contains(made);
    }

    @Test
    void theExampleOfThePageIsWhatIsWritten() throws IOException {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

        kept().keep(
                        new KeptShares.Subject(
                                new ShareName("digits"), ElementType.UINT8, 9, ByteOrder.LITTLE_ENDIAN, 1),
                        ByteSource.of(new ByteArrayInputStream(digits)));

        assertThat(Files.readString(Path.of("../docs/formats/kept.md")))
                .contains("```json\n" + Files.readString(directory.resolve("_digits@share.json")) + "```");
    }

    @Test
    void aShareReplacesOneOfItsNameAndLeavesNothingElse() throws IOException {
        keep(random(100), 1);

        keep(random(50), 2);

        assertThat(Files.size(directory.resolve("field"))).isEqualTo(50);
        assertThat(kept().list()).extracting(KeptShare::version).containsExactly(2L);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("field", "_field@share.json");
        }
    }

    @Test
    void whatCouldNotBeReadToItsEndIsNotKept() throws IOException {
        KeptShares.Subject subject = new KeptShares.Subject(NAME, ElementType.UINT8, 100, ByteOrder.LITTLE_ENDIAN, 1);

        assertThatThrownBy(() -> kept().keep(subject, ByteSource.of(new ByteArrayInputStream(random(99)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ends at byte 99");

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileThatIsNoLongerWhatWasDescribedIsNamed() throws IOException {
        KeptShare made = keep(random(100), 1);
        Files.write(directory.resolve("field"), random(99));

        assertThatThrownBy(() -> kept().base(made))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM))
                .hasMessageContaining("has 99 bytes, and its description says 100");
        Files.delete(directory.resolve("field"));
        assertThatThrownBy(() -> kept().base(made)).hasMessageContaining("is gone");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "\"order\" : \"big\",''",
        "\"big\",\"middle\"",
        "\"uint8\",\"uint9\"",
        "\"bytes\" : 100,\"bytes\" : 2000000",
        "\"format_version\" : 1,\"format_version\" : 2",
        "\"name\" : \"field\",\"name\" : \"../field\"",
        "crc32c\" : \",crc32c\" : \"1",
    })
    void aDescriptionThatMakesNoSenseIsRefusedByName(String there, String instead) throws IOException {
        keep(random(100), 1);
        Path description = directory.resolve("_field@share.json");
        String text = Files.readString(description);
        assertThat(text).contains(there);
        Files.writeString(description, text.replaceFirst(Pattern.quote(there), Matcher.quoteReplacement(instead)));

        assertThatThrownBy(() -> kept().list())
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM))
                .hasMessageContaining("_field@share.json");
    }

    @Test
    void aSharesNameCannotBeThatOfADescription() {
        assertThat(List.of("_a@share.json"))
                .allSatisfy(name ->
                        assertThatThrownBy(() -> new ShareName(name)).isInstanceOf(IllegalArgumentException.class));
    }
}
