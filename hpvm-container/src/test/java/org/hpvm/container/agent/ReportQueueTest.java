package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
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

    /** The tables of records travel in the report, however few bytes were merged. */
    @Test
    void tablesOfManyPiecesTakeTheRoomOfAReport() throws InterruptedException {
        TaskEvent.Ended great =
                new TaskEvent.Ended(1, List.of(new IdRange(1, 2)), List.of(), records(15), "a/b/c", 1); // 30 MiB
        Thread second = new Thread(() -> {
            queue.add(great);
            queue.add(great);
        });
        second.start();

        ReportQueue.Batch first = queue.take(MILLISECONDS);

        assertThat(first.events()).containsExactly(great);
        assertThat(queue.take(1).events()).as("while the first is reported").isEmpty();
        queue.done(first);
        assertThat(queue.take(MILLISECONDS).events()).containsExactly(great);
        second.join();
    }

    private static List<MergedRecord> records(int count) {
        List<MergedRecord> records = new ArrayList<>();
        for (int made = 0; made < count; made++) {
            RecordBuilder builder = new RecordBuilder(1);
            while (builder.hasRoomFor(1)) {
                long at = 2L * builder.payloadBytes();
                builder.add(Piece.write(1, 1, 1, at, at + 1));
            }
            records.add(new MergedRecord(builder.build()));
        }
        return records;
    }

    private static TaskEvent ended(long task) {
        return new TaskEvent.Ended(1, List.of(new IdRange(task, task + 1)), List.of(), List.of(), "a/b/c", 1);
    }
}
