package org.hpvm.yarn.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class BroomTest {
    private static final Broom BROOM = new Broom(Duration.ofMinutes(10), Duration.ofDays(30));

    private static final List<Found.Kind> KINDS = List.of(Found.Kind.values());
    private static final List<Owner> OWNERS = List.of(Owner.values());

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    private static Found found(Found.Kind kind, Owner owner, Duration age) {
        return new Found(kind, "name", owner, age);
    }

    @ParameterizedTest(name = "{0} after {1} min: {2}")
    @CsvSource({
        "OVER, 0, true",
        "LIVES, 1000000, false",
        "UNDECIDABLE, 1000000, false",
        "FORGOTTEN, 9, false",
        "FORGOTTEN, 11, true",
    })
    void whatBelongsToAnApplicationGoesWhenThatIsCertainlyOver(Owner owner, long minutes, boolean isRemoved) {
        for (Found.Kind kind : List.of(Found.Kind.APPLICATION, Found.Kind.SESSION)) {
            Verdict verdict = BROOM.judge(List.of(found(kind, owner, Duration.ofMinutes(minutes))))
                    .get(0);

            assertThat(verdict.isRemoved()).as(kind.toString()).isEqualTo(isRemoved);
            assertThat(verdict.why()).startsWith("its application ");
        }
    }

    @Test
    void anUploadGoesAfterLongDisuseUnlessAnApplicationMightUseIt() {
        Found old = found(Found.Kind.UPLOAD, Owner.UNDECIDABLE, Duration.ofDays(31));
        Found fresh = found(Found.Kind.UPLOAD, Owner.UNDECIDABLE, Duration.ofDays(29));
        Found dead = found(Found.Kind.APPLICATION, Owner.OVER, Duration.ZERO);
        Found alive = found(Found.Kind.APPLICATION, Owner.LIVES, Duration.ZERO);

        assertThat(BROOM.judge(List.of(old, fresh, dead)))
                .extracting(Verdict::isRemoved)
                .containsExactly(true, false, true);
        assertThat(BROOM.judge(List.of(old, fresh, alive)))
                .extracting(Verdict::isRemoved)
                .containsExactly(false, false, false);
    }

    @Test
    void aClockThatWentBackMakesNothingOld() {
        Found tomorrow = found(Found.Kind.APPLICATION, Owner.FORGOTTEN, Duration.ofDays(-1));

        assertThat(BROOM.judge(List.of(tomorrow)).get(0).isRemoved()).isFalse();
    }

    /** Whatever lies there, in whatever order: nothing of the living or undecidable goes, and all of the dead does. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingOfALivingOrUndecidableApplicationIsEverRemoved(long seed) {
        Random random = new Random(seed);
        List<Found> all = new ArrayList<>();
        for (int index = random.nextInt(8); index >= 0; index--) {
            Found.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            Owner owner = kind == Found.Kind.UPLOAD ? Owner.UNDECIDABLE : OWNERS.get(random.nextInt(OWNERS.size()));
            all.add(found(kind, owner, Duration.ofMinutes(random.nextInt(100_000))));
        }

        List<Verdict> verdicts = BROOM.judge(all);

        assertThat(verdicts).extracting(Verdict::found).isEqualTo(all);
        boolean isAnyLeft = verdicts.stream()
                .anyMatch(verdict -> verdict.found().kind() != Found.Kind.UPLOAD && !verdict.isRemoved());
        for (Verdict verdict : verdicts) {
            Owner owner = verdict.found().owner();
            if (verdict.found().kind() == Found.Kind.UPLOAD) {
                assertThat(verdict.isRemoved() && isAnyLeft).isFalse();
            } else {
                assertThat(verdict.isRemoved() && owner != Owner.OVER && owner != Owner.FORGOTTEN)
                        .isFalse();
                assertThat(verdict.isRemoved() || owner != Owner.OVER).isTrue();
            }
        }
    }
}
