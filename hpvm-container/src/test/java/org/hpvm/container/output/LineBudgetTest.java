package org.hpvm.container.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
    @Test
    void fiveSecondsWorthMayComeAtOnceAndThenSoManyASecond() {
        LineBudget budget = new LineBudget(10, at(0));

        assertThat(takenByMany(budget, 0)).isEqualTo(50);
        assertThat(takenByMany(budget, 0)).isZero();
        assertThat(takenByMany(budget, 2)).isEqualTo(20);
        assertThat(takenByMany(budget, 1000)).isEqualTo(50);
    }

    @Test
    void aTaskThatPrintsMuchLeavesHalfForTheOthers() {
        LineBudget budget = new LineBudget(10, at(0));

        assertThat(taken(budget, "much", 0)).isEqualTo(25);
        assertThat(taken(budget, "little", 0)).isEqualTo(20);
        assertThat(taken(budget, "much", 2)).isZero();
        assertThat(taken(budget, "late", 2)).isEqualTo(20);
        assertThat(taken(budget, "much", 1000)).isEqualTo(25);
    }

    @Test
    void aClockThatStandsStillGivesNothing() {
        LineBudget budget = new LineBudget(10, at(5));
        takenByMany(budget, 5);

        assertThat(takenByMany(budget, 5)).isZero();
        assertThat(takenByMany(budget, 4)).isZero();
    }

    @Test
    void noneIsNone() {
        assertThat(takenByMany(new LineBudget(0, at(0)), 100)).isZero();
    }

    /** Each line is another task's. */
    private static int takenByMany(LineBudget budget, long second) {
        int taken = 0;
        while (taken < 1000 && budget.take(second * 1000 + taken, at(second))) {
            taken++;
        }
        return taken;
    }

    private static int taken(LineBudget budget, String task, long second) {
        int taken = 0;
        while (taken < 1000 && budget.take(task, at(second))) {
            taken++;
        }
        return taken;
    }

    private static long at(long second) {
        return TimeUnit.SECONDS.toNanos(second);
    }
}
