package org.hpvm.dfs.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinationTest {
    private static final long NAN64 = 0x7ff8000000000000L;
    private static final long OTHER_NAN64 = 0xfff8000000000123L;
    private static final int NAN32 = 0x7fc00000;

    private static long combined(Operation operation, ElementType type, long one, long other, ByteOrder order) {
        Combination combination = new Combination(operation, type);
        ByteBuffer into = ByteBuffer.allocate(type.width()).order(order);
        ByteBuffer values = ByteBuffer.allocate(type.width()).order(order);
        combination.put(into, 0, one);
        combination.put(values, 0, other);
        combination.combine(into, values);
        return combination.get(into, 0);
    }

    private static double ofDoubles(Operation operation, double one, double other) {
        return Double.longBitsToDouble(combined(
                operation,
                ElementType.FLOAT64,
                Double.doubleToRawLongBits(one),
                Double.doubleToRawLongBits(other),
                ByteOrder.LITTLE_ENDIAN));
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, 127, 1, -128",
        "UINT8, 255, 2, 1",
        "INT16, 32767, 1, -32768",
        "UINT16, 65535, 2, 1",
        "INT32, 2147483647, 1, -2147483648",
        "UINT32, 4294967295, 2, 1",
        "INT64, 9223372036854775807, 1, -9223372036854775808",
        "UINT64, -1, 2, 1"
    })
    void sumsOfIntegersWrap(ElementType type, long one, long other, long sum) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            assertThat(combined(Operation.SUM, type, one, other, order)).isEqualTo(sum);
            assertThat(combined(Operation.SUM_FAST, type, one, other, order)).isEqualTo(sum);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT8, -1, 1, -1, 1", "UINT8, 255, 1, 1, 255", "INT16, -1, 1, -1, 1", "UINT16, 65535, 1, 1, 65535",
        "INT32, -1, 1, -1, 1", "UINT32, 4294967295, 1, 1, 4294967295", "INT64, -1, 1, -1, 1", "UINT64, -1, 1, 1, -1"
    })
    void theLeastAndTheGreatestKnowTheSign(ElementType type, long one, long other, long least, long greatest) {
        assertThat(combined(Operation.MIN, type, one, other, ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(least);
        assertThat(combined(Operation.MAX, type, one, other, ByteOrder.BIG_ENDIAN))
                .isEqualTo(greatest);
    }

    @Test
    void bitsAreCombinedAsBits() {
        assertThat(combined(Operation.AND, ElementType.UINT16, 0xff0f, 0x1234, ByteOrder.BIG_ENDIAN))
                .isEqualTo(0x1204);
        assertThat(combined(Operation.OR, ElementType.BYTES, 0x81, 0x42, ByteOrder.BIG_ENDIAN))
                .isEqualTo(0xc3);
        assertThat(combined(Operation.XOR, ElementType.INT64, -1, 1, ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(-2);
    }

    @Test
    void aNotANumberIsAlwaysTheSameOneWhoeverComesFirst() {
        for (Operation operation : new Operation[] {Operation.SUM, Operation.MIN, Operation.MAX, Operation.SUM_FAST}) {
            long one = Double.doubleToRawLongBits(1.5);
            assertThat(combined(operation, ElementType.FLOAT64, OTHER_NAN64, one, ByteOrder.LITTLE_ENDIAN))
                    .isEqualTo(NAN64);
            assertThat(combined(operation, ElementType.FLOAT64, one, OTHER_NAN64, ByteOrder.LITTLE_ENDIAN))
                    .isEqualTo(NAN64);
            assertThat((int) combined(operation, ElementType.FLOAT32, 0xffc00001, 0, ByteOrder.BIG_ENDIAN))
                    .isEqualTo(NAN32);
        }
        assertThat(combined(
                        Operation.SUM,
                        ElementType.FLOAT64,
                        Double.doubleToRawLongBits(Double.POSITIVE_INFINITY),
                        Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
                        ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(NAN64);
    }

    @Test
    void minusZeroIsLessThanZeroAndASumOfBothIsZero() {
        assertThat(ofDoubles(Operation.MIN, 0.0, -0.0)).isEqualTo(-0.0);
        assertThat(ofDoubles(Operation.MAX, -0.0, 0.0)).isEqualTo(0.0);
        assertThat(ofDoubles(Operation.SUM, 0.0, -0.0)).isEqualTo(0.0);
        assertThat(ofDoubles(Operation.SUM, -0.0, -0.0)).isEqualTo(-0.0);
    }

    @Test
    void infinityIsANumberLikeOthers() {
        assertThat(ofDoubles(Operation.SUM, Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ofDoubles(Operation.MIN, Double.NEGATIVE_INFINITY, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(ofDoubles(Operation.MAX, Double.NEGATIVE_INFINITY, -1)).isEqualTo(-1);
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        assertThatThrownBy(() -> new Combination(Operation.XOR, ElementType.FLOAT32))
                .hasMessage("XOR has no meaning for FLOAT32");
        assertThatThrownBy(() -> new Combination(Operation.SUM, ElementType.BYTES))
                .hasMessage("SUM has no meaning for BYTES");
        assertThatThrownBy(() -> new Combination(Operation.WRITE, ElementType.INT8))
                .hasMessage("WRITE has no meaning for INT8");
    }
}
