package org.hpvm.container.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.WorkerMessage.ShareMode;
import org.hpvm.model.ElementType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShareImagesSimulationTest {
    private static final List<ElementType> TYPES =
            List.of(ElementType.BYTES, ElementType.INT16, ElementType.FLOAT32, ElementType.INT64);

    @TempDir
    private Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everySpawnSeesTheVersionItBeganWith(long seed) throws IOException {
        Random random = new Random(seed);
        ScriptedShares source = new ScriptedShares();
        ElementType type = TYPES.get(random.nextInt(TYPES.size()));
        // Up to three of the steps in which an image keeps account of what is not zero.
        int size = 8 * (1 + random.nextInt(random.nextInt(4) > 0 ? 60 : 24_000));
        source.make("field", type, size);
        // What each spawn at work must see, which never changes.
        Map<Long, byte[]> running = new TreeMap<>();
        try (ShareImages images = new ShareImages(source, new ImagePlaces(directory, 1, directory))) {
            for (long step = 1; step <= 40; step++) {
                switch (random.nextInt(5)) {
                    case 0 -> publish(random, source, size);
                    case 1 -> source.answerWithDifferences(random.nextInt(4) > 0);
                    case 2 -> {
                        List<Long> ending = new ArrayList<>(running.keySet());
                        if (!ending.isEmpty()) {
                            long ended = ending.get(random.nextInt(ending.size()));
                            running.remove(ended);
                            images.release(ended);
                        }
                    }
                    default -> {
                        running.put(step, source.newest("field"));
                        look(random, images, step, source.newest("field"), type);
                    }
                }
                for (Map.Entry<Long, byte[]> spawn : running.entrySet()) {
                    assertReads(images.view(spawn.getKey(), "field", ShareMode.READ_ONLY, false), spawn.getValue());
                }
            }
        }
    }

    /** The first looks of a spawn's workers, of either byte order, some of which then write what they do not merge. */
    private static void look(Random random, ShareImages images, long number, byte[] seen, ElementType type)
            throws IOException {
        byte[] turned = turned(seen, type.width());
        assertReads(images.view(number, "field", ShareMode.READ_ONLY, true), turned);
        // In a spawn of its own version, since the first view decides which that is.
        assertReads(images.view(number, "field", ShareMode.READ_ONLY, false), seen);
        if (random.nextBoolean()) {
            boolean isSwapped = random.nextBoolean();
            ShareView writable = images.view(number, "field", ShareMode.SHARED, isSwapped);
            assertReads(writable, isSwapped ? turned : seen);
            byte[] scribble = new byte[(int) writable.size()];
            random.nextBytes(scribble);
            try (FileChannel file = FileChannel.open(Path.of(writable.path()), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(scribble), 0);
            }
        }
    }

    private static void publish(Random random, ScriptedShares source, int size) {
        byte[] next = source.newest("field");
        int pieces = 1 + random.nextInt(4);
        for (int piece = 0; piece < pieces; piece++) {
            int start = random.nextInt(size);
            int end = start + 1 + random.nextInt(Math.min(size - start, 20_000));
            boolean isZero = random.nextInt(3) == 0;
            for (int index = start; index < end; index++) {
                next[index] = isZero ? 0 : (byte) random.nextInt();
            }
        }
        source.publish("field", next);
    }

    private static void assertReads(ShareView view, byte[] expected) throws IOException {
        assertThat(Arrays.copyOf(Files.readAllBytes(Path.of(view.path())), (int) view.size()))
                .isEqualTo(expected);
    }

    private static byte[] turned(byte[] plain, int width) {
        byte[] turned = new byte[plain.length];
        for (int index = 0; index < plain.length; index++) {
            turned[index - index % width + width - 1 - index % width] = plain[index];
        }
        return turned;
    }
}
