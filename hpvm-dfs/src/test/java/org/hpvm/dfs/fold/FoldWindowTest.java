package org.hpvm.dfs.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.Test;

class FoldWindowTest {
    private static ByteBuffer doubles(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        bytes.asDoubleBuffer().put(values);
        return bytes;
    }

    /** The tree as the documentation defines it. */
    private static double tree(List<Double> values) {
        if (values.size() == 1) {
            return values.get(0);
        }
        int half = Integer.highestOneBit(values.size() - 1);
        return tree(values.subList(0, half)) + tree(values.subList(half, values.size()));
    }

    @Test
    void foldsAnyNumberOfFloatsByTheTreeThatIsDocumented() {
        Random random = new Random(1);
        for (int count = 1; count <= 70; count++) {
            FoldWindow window = new FoldWindow(new Combination(Operation.SUM, ElementType.FLOAT64), 1);
            List<Double> values = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                values.add(random.nextGaussian() * Math.pow(10, random.nextInt(12)));
                window.add(0, doubles(values.get(index)));
            }

            ByteBuffer result = doubles(0.25);
            window.foldInto(result);

            assertThat(result.getDouble(0)).as(count + " values").isEqualTo(0.25 + tree(values));
        }
    }

    @Test
    void eachElementHasATreeOfItsOwnHoweverTheContributionsAreCut() {
        Random random = new Random(2);
        int elements = 40;
        List<List<Double>> byElement = new ArrayList<>();
        for (int element = 0; element < elements; element++) {
            byElement.add(new ArrayList<>());
        }
        FoldWindow window = new FoldWindow(new Combination(Operation.SUM, ElementType.FLOAT64), elements);
        for (int task = 0; task < 100; task++) {
            int first = random.nextInt(elements);
            double[] values =
                    random.doubles(1 + random.nextInt(elements - first)).toArray();
            window.add(first, doubles(values));
            for (int index = 0; index < values.length; index++) {
                byElement.get(first + index).add(values[index]);
            }
        }

        ByteBuffer result = ByteBuffer.allocate(8 * elements);
        window.foldInto(result);

        for (int element = 0; element < elements; element++) {
            List<Double> values = byElement.get(element);
            double expected = values.isEmpty() ? 0 : 0.0 + tree(values);
            assertThat(result.getDouble(8 * element)).isEqualTo(expected);
        }
    }

    @Test
    void whatNobodyTouchedKeepsItsBits() {
        FoldWindow window = new FoldWindow(new Combination(Operation.SUM, ElementType.FLOAT64), 3);
        window.add(1, doubles(1));
        ByteBuffer result =
                ByteBuffer.allocate(24).putLong(0, 0xfff8000000000123L).putLong(16, Long.MIN_VALUE);

        window.foldInto(result);

        assertThat(result.getLong(0)).isEqualTo(0xfff8000000000123L);
        assertThat(result.getDouble(8)).isEqualTo(1);
        assertThat(result.getLong(16)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void integersAreCombinedWithoutATree() {
        FoldWindow window = new FoldWindow(new Combination(Operation.MAX, ElementType.UINT8), 2);
        for (int value : new int[] {3, 200, 7}) {
            window.add(0, ByteBuffer.wrap(new byte[] {(byte) value, 1}));
        }
        ByteBuffer result = ByteBuffer.wrap(new byte[] {(byte) 199, 5});

        window.foldInto(result);

        assertThat(result.array()).containsExactly((byte) 200, (byte) 5);
    }
}
