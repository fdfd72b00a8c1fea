package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.model.IdRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InFlightTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyTaskIsAnsweredOrDrainedOnce(long seed) throws FrameException {
        Random random = new Random(seed);
        InFlight inFlight = new InFlight();
        List<Long> expected = new ArrayList<>();
        for (int chunk = 0; chunk < 10; chunk++) {
            int first = random.nextInt(5) == 0 ? 1000 * chunk : chunk * 10;
            int count = 1 + random.nextInt(10);
            inFlight.sent(TaskChunk.withoutArguments(1, first, count, 0));
            LongStream.range(first, first + count).forEach(expected::add);
        }

        int answers = random.nextInt(expected.size());
        for (int answered = 0; answered < answers; ) {
            long first = expected.get(0);
            int count = 0;
            while (count < expected.size() && expected.get(count) == first + count && count < answers - answered) {
                count++;
            }
            count = 1 + random.nextInt(count);
            inFlight.answered(List.of(count == 1 ? done(first) : new Result.Run(first, count)));
            expected.subList(0, count).clear();
            answered += count;
        }

        List<Long> drained = new ArrayList<>();
        for (TaskChunk chunk : inFlight.drain()) {
            LongStream.range(chunk.first(), chunk.first() + chunk.count()).forEach(drained::add);
        }
        assertThat(drained).isEqualTo(expected);
        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void countsFramesUntilTheyAreAnsweredWhole() throws FrameException {
        InFlight inFlight = tasks(0, 3, 10, 2);
        assertThat(inFlight.frames()).isEqualTo(2);

        inFlight.answered(List.of(new Result.Run(0, 2)));
        assertThat(inFlight.frames()).isEqualTo(2);
        inFlight.answered(List.of(done(2)));
        assertThat(inFlight.frames()).isEqualTo(1);
    }

    @Test
    void anAnswerOutOfTurnLosesNoTask() {
        InFlight inFlight = tasks(0, 3, 10, 2);

        assertThatThrownBy(() -> inFlight.answered(List.of(new Result.Run(1, 1))))
                .isInstanceOf(FrameException.class)
                .hasMessage("an answer for task 1, which was not the next");
        assertThat(ids(inFlight)).containsExactly(new IdRange(0, 3), new IdRange(10, 12));
    }

    @Test
    void whatComesBeforeAnAnswerOutOfTurnIsNotStruckOutEither() {
        InFlight inFlight = tasks(0, 3, 10, 2);

        assertThatThrownBy(() -> inFlight.answered(List.of(new Result.Run(0, 3), done(10), done(12))))
                .isInstanceOf(FrameException.class);
        assertThat(ids(inFlight)).containsExactly(new IdRange(0, 3), new IdRange(10, 12));
    }

    @Test
    void anAnswerForMoreThanIsUnderWayIsRefused() {
        InFlight inFlight = tasks(0, 3, 3, 2);

        assertThatThrownBy(() -> inFlight.answered(List.of(new Result.Run(0, 6))))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("task 5");
        assertThat(ids(inFlight)).containsExactly(new IdRange(0, 3), new IdRange(3, 5));
    }

    @Test
    void oneRunMayAnswerSeveralFrames() throws FrameException {
        InFlight inFlight = tasks(0, 3, 3, 2);

        inFlight.answered(List.of(new Result.Run(0, 5)));

        assertThat(inFlight.isEmpty()).isTrue();
    }

    @Test
    void knowsTheAttemptOfEachTaskAndNotOnlyOfTheNext() throws FrameException {
        InFlight inFlight = new InFlight();
        inFlight.sent(TaskChunk.withoutArguments(1, 0, 3, 0));
        inFlight.sent(TaskChunk.withoutArguments(1, 10, 2, 4));

        assertThat(inFlight.attempt(2)).isZero();
        assertThat(inFlight.attempt(11)).isEqualTo(4);
        assertThatThrownBy(() -> inFlight.attempt(12))
                .isInstanceOf(FrameException.class)
                .hasMessage("a merge of task 12, which is not under way");
    }

    private static InFlight tasks(long first, int count, long otherFirst, int otherCount) {
        InFlight inFlight = new InFlight();
        inFlight.sent(TaskChunk.withoutArguments(1, first, count, 0));
        inFlight.sent(TaskChunk.withoutArguments(1, otherFirst, otherCount, 0));
        return inFlight;
    }

    private static Result done(long task) {
        return new Result.Done(task, 0, 0, 0, "");
    }

    private static List<IdRange> ids(InFlight inFlight) {
        return inFlight.drain().stream().map(TaskChunk::ids).toList();
    }
}
