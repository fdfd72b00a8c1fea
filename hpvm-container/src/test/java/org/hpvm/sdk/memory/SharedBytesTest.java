package org.hpvm.sdk.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random play: however a program writes and clears, the shadow follows and exactly the touched chunks are told. */
final class SharedBytesTest {
    private static final int CHUNK = Shadow.CHUNK_BYTES;
    private static final int LONGS = 5 * CHUNK / 8 + 3;

    @TempDir
    Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tellsExactlyTheChunksOfAnArrayThatHaveChanged(long seed) throws IOException {
        long[] memory = new long[LONGS];
        Path file = shadowFile();
        try (CopiedBytes shared = new CopiedBytes(ProgramMemory.of(memory), Shadow.open(file, 8L * LONGS))) {
            play(shared, file, seed, (index, value) -> memory[index] = value);

            ByteBuffer shadow = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
            for (int index = 0; index < LONGS; index++) {
                assertThat(memory[index]).isEqualTo(shadow.getLong(8 * index));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void tellsExactlyTheChunksOfMappedMemoryThatHaveChanged(long seed) throws IOException {
        Path file = shadowFile();
        try (MappedBytes shared = new MappedBytes(Shadow.open(file, 8L * LONGS))) {
            ByteBuffer memory = shared.map(0, 8L * LONGS);
            play(shared, file, seed, (index, value) -> memory.putLong(8 * index, value));
        }
    }

    private interface Writing {
        void put(int index, long value);
    }

    private static void play(SharedBytes shared, Path file, long seed, Writing memory) throws IOException {
        Random random = new Random(seed);
        long[] model = new long[LONGS];
        for (int round = 0; round < 10; round++) {
            long[] before = model.clone();
            for (int writes = random.nextInt(4); writes > 0; writes--) {
                int index = random.nextInt(LONGS);
                long value = random.nextInt(3) == 0 ? 0 : random.nextLong();
                if (random.nextInt(3) == 0) { // a whole chunk
                    int first = index - index % (CHUNK / 8);
                    for (int at = first; at < Math.min(LONGS, first + CHUNK / 8); at++) {
                        model[at] = value;
                        memory.put(at, value);
                    }
                } else {
                    model[index] = value;
                    memory.put(index, value);
                }
            }

            Changes changes = shared.takeChanges();

            for (int first = 0; first < LONGS; first += CHUNK / 8) {
                int end = Math.min(LONGS, first + CHUNK / 8);
                boolean isChanged = !Arrays.equals(before, first, end, model, first, end);
                boolean isZero = Arrays.stream(model, first, end).allMatch(value -> value == 0);
                assertThat(changes.written().contains(8L * first)).isEqualTo(isChanged && !isZero);
                assertThat(changes.cleared().contains(8L * first)).isEqualTo(isChanged && isZero);
            }
            merge(shared, file, random, model);
        }
    }

    /** The cluster writes some bytes: they reach the memory, and are no change of the program's. */
    private static void merge(SharedBytes shared, Path file, Random random, long[] model) throws IOException {
        int start = random.nextInt(8 * LONGS - 20);
        byte[] bytes = new byte[1 + random.nextInt(20)];
        random.nextBytes(bytes);
        ByteBuffer all = ByteBuffer.allocate(8 * LONGS).order(ByteOrder.nativeOrder());
        all.asLongBuffer().put(model);
        all.put(start, bytes).asLongBuffer().get(model);
        try (RandomAccessFile shadow = new RandomAccessFile(file.toFile(), "rw")) {
            shadow.seek(start);
            shadow.write(bytes);
        }
        shared.merged(start, start + bytes.length);

        assertThat(shared.takeChanges().isEmpty()).isTrue();
        assertThat(Files.readAllBytes(file)).isEqualTo(all.array());
    }

    private Path shadowFile() throws IOException {
        Path file = directory.resolve("shadow");
        try (RandomAccessFile shadow = new RandomAccessFile(file.toFile(), "rw")) {
            shadow.setLength(8L * LONGS);
        }
        return file;
    }
}
