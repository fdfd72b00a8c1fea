package org.hpvm.yarn.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.hpvm.model.IdRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DoneTasksTest {
    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsWhatAPlainSetWouldHold(long seed) {
        Random random = new Random(seed);
        DoneTasks done = new DoneTasks();
        BitSet model = new BitSet();
        for (int step = 0; step < 50; step++) {
            int start = random.nextInt(400_000);
            int end = start + 1 + random.nextInt(random.nextBoolean() ? 100 : 150_000);
            int before = model.cardinality();
            model.set(start, end);

            assertThat(done.add(new IdRange(start, end))).isEqualTo(model.cardinality() - before);
        }
        assertThat(done.size()).isEqualTo(model.cardinality());
        for (int task = 0; task < 600_000; task += 1 + random.nextInt(500)) {
            assertThat(done.contains(task)).isEqualTo(model.get(task));
        }
    }
}
