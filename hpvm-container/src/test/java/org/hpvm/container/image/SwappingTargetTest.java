package org.hpvm.container.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.model.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SwappingTargetTest {
    @TempDir
    private Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomPiecesMakeWhatTheyWouldMakeWithoutTurningButTurned(long seed) throws IOException {
        Random random = new Random(seed);
        int width = 2 << random.nextInt(3);
        byte[] plain = new byte[width * (1 + random.nextInt(60))];
        Path file = Files.write(directory.resolve("share"), plain);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ShareTarget target = new SwappingTarget(ShareTarget.of(channel), width);
            for (int round = 0; round < 40; round++) {
                int start = random.nextInt(plain.length);
                int end = start + 1 + random.nextInt(plain.length - start);
                if (random.nextInt(4) == 0) {
                    Arrays.fill(plain, start, end, (byte) 0);
                    target.clear(new ByteRange(start, end));
                } else {
                    byte[] piece = new byte[end - start];
                    random.nextBytes(piece);
                    System.arraycopy(piece, 0, plain, start, piece.length);
                    target.write(start, ByteBuffer.wrap(piece));
                }
            }
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(turned(plain, width));
    }

    @Test
    void takesAllOfTheBytesAsEveryTargetDoes() throws IOException {
        try (FileChannel channel =
                FileChannel.open(directory.resolve("share"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(13).position(2);

            new SwappingTarget(ShareTarget.of(channel), 8).write(3, bytes);

            assertThat(bytes.hasRemaining()).isFalse();
        }
    }

    private static byte[] turned(byte[] plain, int width) {
        byte[] turned = new byte[plain.length];
        for (int index = 0; index < plain.length; index++) {
            turned[index - index % width + width - 1 - index % width] = plain[index];
        }
        return turned;
    }
}
