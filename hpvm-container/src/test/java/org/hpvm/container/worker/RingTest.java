package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingTest {
    private static final int HEADER_BYTES = 64;

    @TempDir
    private Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @Test
    void beginsAsTheProtocolSays() throws IOException {
        try (Ring ring = Ring.create(directory, 4096)) {
            MappedByteBuffer peer = peer(ring);

            byte[] magic = new byte[8];
            peer.get(0, magic);
            assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("HPVMRING");
            assertThat(peer.getLong(8)).isZero();
            assertThat(peer.getLong(16)).isZero();
            assertThat(peer.getLong(24)).isEqualTo(4096);
            assertThat(peer.capacity()).isEqualTo(HEADER_BYTES + 4096);
        }
    }

    @Test
    void seesWhichTaskThePeerRuns() throws IOException {
        try (Ring ring = Ring.create(directory, 64)) {
            assertThat(ring.current()).isZero();

            peer(ring).putLong(8, 18);

            assertThat(ring.current()).isEqualTo(18);
        }
    }

    @Test
    void tellsThePeerWhatWasTaken() throws IOException {
        try (Ring ring = Ring.create(directory, 64)) {
            ring.consumed(1L << 40);

            assertThat(peer(ring).getLong(16)).isEqualTo(1L << 40);
        }
    }

    @Test
    void leavesTheTargetAroundTheCopyAlone() throws IOException {
        try (Ring ring = Ring.create(directory, 64)) {
            peer(ring).put(HEADER_BYTES + 8, new byte[] {1, 2, 3});
            byte[] target = {9, 9, 9, 9, 9};

            ring.copy(8, target, 1, 3);

            assertThat(target).containsExactly(9, 1, 2, 3, 9);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesBackAStreamThatGoesRoundManyTimes(long seed) throws IOException {
        Random random = new Random(seed);
        int size = 8 * (8 + random.nextInt(60));
        try (Ring ring = Ring.create(directory, size)) {
            MappedByteBuffer peer = peer(ring);
            long position = random.nextBoolean() ? 0 : (1L << 33) / 8 * 8;
            for (int round = 0; round < 200; round++) {
                byte[] merged = new byte[1 + random.nextInt(size / 2)];
                random.nextBytes(merged);
                for (int index = 0; index < merged.length; index++) {
                    peer.put(HEADER_BYTES + (int) ((position + index) % size), merged[index]);
                }
                byte[] copied = new byte[merged.length];

                ring.copy(position, copied, 0, copied.length);

                assertThat(copied).isEqualTo(merged);
                position += (merged.length + 7L) / 8 * 8;
                ring.consumed(position);
                assertThat(peer.getLong(16)).isEqualTo(position);
            }
        }
    }

    @Test
    void aCopyOfTheWholeRingFromItsMiddleIsWhole() throws IOException {
        try (Ring ring = Ring.create(directory, 64)) {
            byte[] all = new byte[64];
            new Random(1).nextBytes(all);
            peer(ring).put(HEADER_BYTES, all);
            byte[] copied = new byte[64];

            ring.copy(24, copied, 0, 64);

            assertThat(Arrays.copyOf(copied, 40)).isEqualTo(Arrays.copyOfRange(all, 24, 64));
            assertThat(Arrays.copyOfRange(copied, 40, 64)).isEqualTo(Arrays.copyOf(all, 24));
        }
    }

    @Test
    void leavesNothingInItsDirectory() throws IOException {
        try (Ring ring = Ring.create(directory, 64)) {
            assertThat(ring.dataBytes()).isEqualTo(64);
            assertThat(directory).isEmptyDirectory();
        }
    }

    private static MappedByteBuffer peer(Ring ring) throws IOException {
        try (FileChannel file = FileChannel.open(ring.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer memory = file.map(FileChannel.MapMode.READ_WRITE, 0, file.size());
            assertThat((ByteBuffer) memory).isNotNull();
            memory.order(ByteOrder.LITTLE_ENDIAN);
            return memory;
        }
    }
}
