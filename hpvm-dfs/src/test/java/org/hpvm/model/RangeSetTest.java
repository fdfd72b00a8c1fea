package org.hpvm.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RangeSetTest {
    private static final int NUMBERS = 200;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void answersLikeASetOfNumbers(long seed) {
        Random random = new Random(seed);
        RangeSet set = new RangeSet();
        BitSet model = new BitSet();

        for (int step = 0; step < 200; step++) {
            int start = random.nextInt(NUMBERS);
            int end = start + random.nextInt(NUMBERS - start + 1);
            int before = model.cardinality();
            switch (random.nextInt(3)) {
                case 0 -> {
                    model.set(start, end);
                    assertThat(set.add(start, end)).isEqualTo(model.cardinality() - before);
                }
                case 1 -> {
                    model.clear(start, end);
                    assertThat(set.remove(start, end)).isEqualTo(before - model.cardinality());
                }
                default -> {
                    List<IdRange> taken = set.takeLowest(end - start);
                    assertThat(taken.stream().mapToLong(IdRange::count).sum()).isEqualTo(Math.min(before, end - start));
                    taken.forEach(range -> model.clear((int) range.start(), (int) range.end()));
                    assertThat(model.nextSetBit(0))
                            .satisfiesAnyOf(
                                    first -> assertThat(first).isEqualTo(-1),
                                    first -> assertThat(taken).allMatch(range -> range.end() <= first));
                }
            }
            BitSet found = new BitSet();
            set.forEach(number -> found.set((int) number));
            assertThat(found).isEqualTo(model);
            assertThat(set.size()).isEqualTo(model.cardinality());
            assertThat(set.contains(start)).isEqualTo(model.get(start));
            if (start < end) {
                BitSet within = new BitSet();
                set.within(new IdRange(start, end))
                        .forEach(range -> within.set((int) range.start(), (int) range.end()));
                BitSet wanted = new BitSet();
                wanted.set(start, end);
                wanted.and(model);
                assertThat(within).isEqualTo(wanted);
            }
        }
    }

    @Test
    void neighboursBecomeOneRange() {
        RangeSet set = RangeSet.of(0, 10);

        set.add(20, 30);
        set.add(10, 20);

        assertThat(set.ranges()).containsExactly(new IdRange(0, 30));
    }
}
