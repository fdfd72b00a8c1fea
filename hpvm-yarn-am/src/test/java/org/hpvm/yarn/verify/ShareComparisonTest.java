package org.hpvm.yarn.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.Elements;
import org.junit.jupiter.api.Test;

class ShareComparisonTest {

    @Test
    void theSameBytesAreNoDistance() {
        Distance distance = compare(
                ElementType.FLOAT64,
                Elements.of(1.0, Double.NaN).bytes(),
                Elements.of(1.0, Double.NaN).bytes());

        assertThat(distance.isNone()).isTrue();
        assertThat(distance.elements()).isEqualTo(2);
    }

    @Test
    void neighboursAreOneUnitApartAcrossZeroToo() {
        assertThat(floats(1f, Math.nextUp(1f)).places()).isEqualTo(1);
        assertThat(floats(-1f, Math.nextDown(-1f)).places()).isEqualTo(1);
        assertThat(floats(Float.MIN_VALUE, -Float.MIN_VALUE).places()).isEqualTo(2);
        assertThat(doubles(Math.nextDown(2.0), 2.0).places()).isEqualTo(1);
        assertThat(doubles(-Double.MIN_VALUE, Double.MIN_VALUE).places()).isEqualTo(2);
    }

    @Test
    void bothZerosAndAllThatIsNoNumberAreNear() {
        assertThat(doubles(0.0, -0.0).isWithin(0)).isTrue();
        assertThat(doubles(0.0, -0.0).isNone()).isFalse();
        double other = Double.longBitsToDouble(Double.doubleToRawLongBits(Double.NaN) | 1L << 63 | 1);
        assertThat(doubles(Double.NaN, other).isWithin(0)).isTrue();
        assertThat(doubles(Double.NaN, 1).isWithin(Long.MAX_VALUE)).isFalse();
        assertThat(floats(1, Float.NaN).isWithin(1_000_000)).isFalse();
    }

    @Test
    void theLargestFloatsAreFarApartButNotBeyondCounting() {
        assertThat(doubles(-Double.MAX_VALUE, Double.MAX_VALUE).places()).isEqualTo(Distance.FAR - 1);
        assertThat(floats(-Float.MAX_VALUE, Float.MAX_VALUE).places()).isEqualTo(2L * 0x7f7f_ffff);
    }

    @Test
    void integersThatDifferAreNeverNear() {
        Distance distance = compare(
                ElementType.INT32,
                Elements.of(5, 6, 7).bytes(),
                Elements.of(5, 7, 8).bytes());

        assertThat(distance.isWithin(Long.MAX_VALUE)).isFalse();
        assertThat(distance.differing()).isEqualTo(2);
    }

    @Test
    void theFirstDifferenceIsToldThoughItLiesInALaterPart() {
        ShareComparison comparison = new ShareComparison(ElementType.UINT64);
        comparison.add(Elements.of(1L, 2L).bytes(), Elements.of(1L, 2L).bytes());
        comparison.add(Elements.of(3L, -1L).bytes(), Elements.of(3L, 4L).bytes());
        comparison.add(Elements.of(5L).bytes(), Elements.of(6L).bytes());

        Distance distance = comparison.distance();
        assertThat(distance.first()).isEqualTo(3);
        assertThat(distance.expected()).isEqualTo("18446744073709551615");
        assertThat(distance.found()).isEqualTo("4");
        assertThat(distance.differing()).isEqualTo(2);
        assertThat(distance.elements()).isEqualTo(5);
    }

    private static Distance floats(float one, float other) {
        return compare(
                ElementType.FLOAT32,
                Elements.of(one).bytes(),
                Elements.of(other).bytes());
    }

    private static Distance doubles(double one, double other) {
        return compare(
                ElementType.FLOAT64,
                Elements.of(one).bytes(),
                Elements.of(other).bytes());
    }

    private static Distance compare(ElementType type, ByteBuffer expected, ByteBuffer found) {
        ShareComparison comparison = new ShareComparison(type);
        comparison.add(expected, found);
        return comparison.distance();
    }
}
