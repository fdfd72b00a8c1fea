package org.hpvm.yarn.shares;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WearTest {
    private static final long LEAST = 64 << 20;

    /** Sizes in MiB. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing written,                  1024, 1024,       0,    0,    0, false",
        "little written,                   1024, 1024,      10,   63,   63, false",
        "less than a quarter of the share, 1024, 1024,      10,  200,  200, false",
        "a quarter but little garbage,     1024, 1024,      10,  300,  300, false",
        "half of it is garbage,            1024, 1024,      10, 1024, 1024, true",
        "written once without a base,      1024,    0,      64, 1024, 1024, false",
        "written twice without a base,     1024,    0,      64, 1024, 2048, true",
        "many pieces in one place,         1024,    0,    1700, 1024, 1024, true",
        "a small share written often,         1,    0,       1,    1,   65, true",
        "a small share written seldom,        1,    0,       1,    1,   63, false",
        "more pieces than memory is for,   1024,    0, 1000001,    8,    8, true",
    })
    void aNewBasePaysWhenMuchIsGarbageOrTheShareIsInManyPieces(
            String what, long share, long base, int pieces, long pieceMebibytes, long written, boolean pays) {
        Wear wear = new Wear(share << 20, base << 20, pieces, pieceMebibytes << 20, written << 20);

        assertThat(wear.isTooMuch(LEAST)).as(what).isEqualTo(pays);
    }
}
