package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.hpvm.model.IdRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TaskChunkTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void partsOfPartsKeepEveryTasksArguments(long seed) {
        Random random = new Random(seed);
        long first = random.nextInt(1000);
        int count = 1 + random.nextInt(40);
        List<byte[]> arguments = new ArrayList<>();
        TaskChunk whole = randomChunk(random, first, count, arguments);
        TaskChunk part = whole;

        while (part.count() > 1) {
            long from = part.first() + random.nextInt(part.count());
            long to = from + 1 + random.nextInt((int) (part.first() + part.count() - from));
            if (to - from == part.count()) {
                to--;
            }
            if (from < to) {
                part = part.part(from, to);
            }
            assertHolds(part, first, arguments);
        }
        assertHolds(whole, first, arguments);
    }

    @Test
    void tasksWithoutArgumentsHaveBlocksOfNoBytes() {
        TaskChunk part = TaskChunk.withoutArguments(7, 10, 5, 2).part(12, 14);

        assertThat(part.spawn()).isEqualTo(7);
        assertThat(part.ids()).isEqualTo(new IdRange(12, 14));
        assertThat(part.attempt()).isEqualTo(2);
        assertThat(part.hasArguments()).isFalse();
        assertThat(part.size(0)).isZero();
        assertThat(part.blocks().remaining()).isZero();
    }

    @Test
    void readingBlocksLeavesThemForOthers() {
        TaskChunk chunk = TaskChunk.withArguments(1, 0, 0, new int[] {3}, ByteBuffer.wrap(new byte[3]));

        chunk.blocks().position(3);

        assertThat(chunk.blocks().remaining()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"9, 12", "10, 16", "12, 12", "14, 12", "16, 17"})
    void aPartThatIsNotInsideIsRefused(long from, long to) {
        TaskChunk chunk = TaskChunk.withoutArguments(1, 10, 5, 0);

        assertThatThrownBy(() -> chunk.part(from, to)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blocksMustBeAsLongAsTheirSizesAddUpTo() {
        assertThatThrownBy(() -> TaskChunk.withArguments(1, 0, 0, new int[] {2, 2}, ByteBuffer.allocate(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument blocks of 4 bytes in 5");
    }

    @Test
    void aNegativeSizeIsRefused() {
        assertThatThrownBy(() -> TaskChunk.withArguments(1, 0, 0, new int[] {5, -1}, ByteBuffer.allocate(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an argument block of -1 bytes");
    }

    @Test
    void sizesThatAddUpToTooMuchAreRefused() {
        int[] sizes = {Integer.MAX_VALUE, Integer.MAX_VALUE, 2};

        assertThatThrownBy(() -> TaskChunk.withArguments(1, 0, 0, sizes, ByteBuffer.allocate(0)))
                .isInstanceOf(ArithmeticException.class);
    }

    private static TaskChunk randomChunk(Random random, long first, int count, List<byte[]> arguments) {
        int[] sizes = new int[count];
        ByteBuffer blocks = ByteBuffer.allocate(count * 20 + 3).position(3);
        for (int index = 0; index < count; index++) {
            byte[] block = new byte[random.nextInt(20)];
            random.nextBytes(block);
            arguments.add(block);
            sizes[index] = block.length;
            blocks.put(block);
        }
        return TaskChunk.withArguments(5, first, 1, sizes, blocks.flip().position(3));
    }

    private static void assertHolds(TaskChunk chunk, long firstOfAll, List<byte[]> arguments) {
        ByteBuffer blocks = chunk.blocks();
        for (int index = 0; index < chunk.count(); index++) {
            byte[] block = new byte[chunk.size(index)];
            blocks.get(block);
            assertThat(block).isEqualTo(arguments.get((int) (chunk.first() - firstOfAll) + index));
        }
        assertThat(blocks.hasRemaining()).isFalse();
    }
}
