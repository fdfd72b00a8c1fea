package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameSizeTest {
    private static final long MILLISECOND = 1_000_000;
    private static final long MANY = 1_000_000_000;

    private final FrameSize size = new FrameSize();

    @Test
    void beginsWithSingleTasksUntilOneWasMeasured() {
        assertThat(next(3)).containsExactly(1, 1, 1);
    }

    @Test
    void doublesUpToWhatTakesFiveMilliseconds() {
        size.next(MANY, 1);
        size.measured(1, MILLISECOND / 2);

        assertThat(next(6)).containsExactly(2, 4, 8, 10, 10, 10);
    }

    @Test
    void aLongTaskGoesAlone() {
        size.measured(1, 60_000 * MILLISECOND);

        assertThat(next(3)).containsExactly(1, 1, 1);
    }

    @Test
    void tasksThatTakeNoTimeStopAtTheMost() {
        size.measured(1000, 0);

        assertThat(next(20)).contains(8192).last().isEqualTo(16_384);
    }

    @Test
    void leavesHalfOfAFairShareToTheOtherProcessors() {
        size.measured(1000, 10 * MILLISECOND);
        next(20);

        assertThat(size.next(800, 4)).isEqualTo(100);
        assertThat(size.next(0, 4)).isEqualTo(1);
    }

    @Test
    void takesTheWholeShareWhenThatTakesNoLongerThanAFrameCosts() {
        size.measured(1000, 10 * MILLISECOND);
        next(20);

        assertThat(size.next(40, 4)).isEqualTo(10);
    }

    @Test
    void followsWhatItMeasures() {
        size.measured(1, MILLISECOND);
        next(10);
        for (int round = 0; round < 20; round++) {
            size.measured(10, 50 * MILLISECOND);
        }

        assertThat(size.next(MANY, 1)).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutTasksTellsNothing() {
        size.measured(1, MILLISECOND);
        next(10);
        size.measured(0, 1000 * MILLISECOND);

        assertThat(size.next(MANY, 1)).isEqualTo(5);
    }

    @Test
    void forgetsWhatItMeasuredForAnotherKernel() {
        size.measured(1000, 0);
        next(20);
        size.reset();

        assertThat(size.next(MANY, 1)).isEqualTo(1);
    }

    private List<Integer> next(int times) {
        List<Integer> sizes = new ArrayList<>();
        for (int index = 0; index < times; index++) {
            sizes.add(size.next(MANY, 1));
        }
        return sizes;
    }
}
