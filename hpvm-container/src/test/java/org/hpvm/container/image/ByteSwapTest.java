package org.hpvm.container.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.hpvm.model.ByteRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSwapTest {

    @ParameterizedTest
    @CsvSource({"0, 4, 3", "3, 4, 0", "5, 4, 6", "8, 8, 15", "7, 2, 6", "9, 1, 9", "4294967297, 8, 4294967302"})
    void aByteStandsMirroredWithinItsElement(long position, int width, long mirrored) {
        assertThat(ByteSwap.mirrored(position, width)).isEqualTo(mirrored);
        assertThat(ByteSwap.mirrored(mirrored, width)).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void turnsEveryElementRound(int width) {
        byte[] source = new byte[1 + 24 * width];
        new Random(width).nextBytes(source);
        ByteBuffer from = ByteBuffer.wrap(source).position(1);
        ByteBuffer to = ByteBuffer.allocate(24 * width + 5).position(5);

        ByteSwap.copy(width, from, to);

        for (int index = 0; index < 24 * width; index++) {
            assertThat(to.get(5 + (int) ByteSwap.mirrored(index, width))).isEqualTo(source[1 + index]);
        }
        assertThat(from.position()).isEqualTo(1);
        assertThat(to.position()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 16})
    void otherWidthsHaveNoByteOrder(int width) {
        assertThatThrownBy(() -> ByteSwap.copy(width, ByteBuffer.allocate(16), ByteBuffer.allocate(16)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRangeIsWholeIfBothItsEndsAre() {
        assertThat(ByteSwap.isWhole(new ByteRange(8, 24), 8)).isTrue();
        assertThat(ByteSwap.isWhole(new ByteRange(9, 24), 8)).isFalse();
        assertThat(ByteSwap.isWhole(new ByteRange(8, 20), 8)).isFalse();
    }
}
