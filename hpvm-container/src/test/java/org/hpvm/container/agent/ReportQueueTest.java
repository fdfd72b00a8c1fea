package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hpvm.model.IdRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReportQueueTest {
    private static final long MILLISECONDS = 10_000;

    private final AtomicBoolean busy = new AtomicBoolean();
    private final ReportQueue queue = new ReportQueue(busy::get);
    private final List<TaskEvent> toCome = new ArrayList<>();

    @Test
    void nothingComesFromAnEmptyQueue() throws InterruptedException {
        assertThat(queue.take(1).events()).isEmpty();
    }

    @Test
    void whenNothingRunsAnEndIsReportedAlone() throws InterruptedException {
        queue.add(ended(1));

        assertThat(queue.take(MILLISECONDS).events()).containsExactly(ended(1));
    }

    @Test
    void whileTasksRunAnEndWaitsUntilTheLastHasEnded() throws InterruptedException {
        toCome.addAll(List.of(ended(2), ended(3), ended(4)));
        ReportQueue[] gathering = new ReportQueue[1];
        gathering[0] = new ReportQueue(() -> {
            boolean runs = !toCome.isEmpty();
            if (runs) {
                gathering[0].add(toCome.remove(0));
            }
            return runs;
        });
        gathering[0].add(ended(1));

        assertThat(gathering[0].take(MILLISECONDS).events()).containsExactly(ended(1), ended(2), ended(3), ended(4));
        assertThat(toCome).isEmpty();
    }

    @Test
    void aMachineThatStaysBusyDoesNotHoldReportsBack() throws InterruptedException {
        busy.set(true);
        queue.add(ended(1));

        assertThat(queue.take(MILLISECONDS).events()).containsExactly(ended(1));
    }

    @Test
    void whatIsGivenBackIsReportedAtOnceWithAllBeforeIt() throws InterruptedException {
        int[] looks = {0};
        ReportQueue watched = new ReportQueue(() -> ++looks[0] > 0);
        TaskEvent back = new TaskEvent.Returned(1, List.of(new IdRange(5, 6)));
        watched.add(back);

        assertThat(watched.take(MILLISECONDS).events()).containsExactly(back);
        assertThat(looks[0]).isZero();
    }

    private static TaskEvent ended(long task) {
        return new TaskEvent.Ended(1, List.of(new IdRange(task, task + 1)), List.of(), List.of(), "a/b/c", 1);
    }
}
