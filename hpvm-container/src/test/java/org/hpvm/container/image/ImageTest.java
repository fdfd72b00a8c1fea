package org.hpvm.container.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hpvm.model.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long SIZE = 5 * GIBIBYTE + 3;
    private static final long FILE_BYTES = 5 * GIBIBYTE + (64 << 10);
    private static final long[] POSITIONS = {0, 3 * GIBIBYTE - 1, SIZE - 1};

    @TempDir
    private Path directory;

    @Test
    void aGreatShareOfFewBytesTakesLittleSpace() throws Exception {
        try (Image image = image()) {
            for (long position : POSITIONS) {
                image.target().write(position, ByteBuffer.wrap(new byte[] {5}));
            }

            Image.Mapped copy = image.writable(1);

            for (Image.Mapped mapped : new Image.Mapped[] {image.readable(), copy}) {
                assertThat(mapped.file().channel().size()).isEqualTo(FILE_BYTES);
                for (long position : POSITIONS) {
                    assertThat(read(mapped.file().channel(), position)).isEqualTo(5);
                }
                assertThat(read(mapped.file().channel(), 2 * GIBIBYTE)).isZero();
                assertThat(blocks(mapped.file().path())).isLessThan(2048);
            }
        }
    }

    @Test
    void clearingGivesTheSpaceBack() throws Exception {
        try (Image image = image()) {
            image.target().write(GIBIBYTE, ByteBuffer.allocate(4 << 20));
            assertThat(blocks(image.readable().file().path())).isGreaterThan(8000);

            image.clear();

            assertThat(blocks(image.readable().file().path())).isLessThan(2048);
            assertThat(image.readable().file().channel().size()).isEqualTo(FILE_BYTES);
        }
    }

    @Test
    void aCopyTakesNoSpaceForWhatWasCleared() throws Exception {
        try (Image image = image()) {
            byte[] ones = new byte[4 << 20];
            Arrays.fill(ones, (byte) 1);
            image.target().write(GIBIBYTE - 1, ByteBuffer.wrap(ones));
            image.target().clear(new ByteRange(GIBIBYTE, GIBIBYTE + (4 << 20) - 2));

            Image.Mapped copy = image.writable(1);

            assertThat(blocks(copy.file().path())).isLessThan(2048);
            assertThat(read(copy.file().channel(), GIBIBYTE - 1)).isEqualTo(1);
            assertThat(read(copy.file().channel(), GIBIBYTE)).isZero();
            assertThat(read(copy.file().channel(), GIBIBYTE + (4 << 20) - 3)).isZero();
            assertThat(read(copy.file().channel(), GIBIBYTE + (4 << 20) - 2)).isEqualTo(1);
        }
    }

    @Test
    void aFreeCopyIsUsedAgainAndABusyOneIsNot() throws IOException {
        try (Image image = image()) {
            Image.Mapped first = image.writable(1);
            Image.Mapped second = image.writable(2);
            image.release(1);

            assertThat(second.generation()).isNotEqualTo(first.generation());
            assertThat(image.writable(3)).isEqualTo(first);
            assertThat(image.writable(2)).isEqualTo(second);
        }
    }

    @Test
    void aCopyThatIsUsedAgainHoldsNothingOfTheSpawnBefore() throws IOException {
        try (Image image = image()) {
            FileChannel copy = image.writable(1).file().channel();
            copy.write(ByteBuffer.wrap(new byte[] {5}), 2 * GIBIBYTE);
            image.release(1);

            image.writable(2);

            assertThat(read(copy, 2 * GIBIBYTE)).isZero();
        }
    }

    @Test
    void isUsedByOthersUntilTheyLetGo() throws IOException {
        try (Image image = image()) {
            image.use(1);
            image.use(2);

            assertThat(image.isUsedByOthersThan(2)).isTrue();
            image.release(1);
            assertThat(image.isUsedByOthersThan(2)).isFalse();
            assertThat(image.isUsedByOthersThan(3)).isTrue();
        }
    }

    private Image image() throws IOException {
        return new Image(1, "field", SIZE, new ImagePlaces(directory, 1, directory), new AtomicLong()::incrementAndGet);
    }

    private static int read(FileChannel file, long position) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        assertThat(file.read(one, position)).isEqualTo(1);
        return one.get(0);
    }

    /** Of 512 bytes each. */
    private static long blocks(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("stat", "-L", "-c", "%b", file.toString()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return Long.parseLong(output.strip());
    }
}
