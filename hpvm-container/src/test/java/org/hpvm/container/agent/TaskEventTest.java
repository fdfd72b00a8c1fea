package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.TaskFailure;
import org.junit.jupiter.api.Test;

class TaskEventTest {

    @Test
    void tasksWhoseMergesAreLostHaveFailedAndTheOthersAreDone() {
        MergedRecord lost = merged(12, 13);
        MergedRecord kept = merged(11);
        TaskEvent.Ended ended =
                new TaskEvent.Ended(5, List.of(new IdRange(10, 15)), List.of(), List.of(lost, kept), "a/b/c", 7);
        lost.lose();

        TaskEvent.Ended without = ended.without(new IOException("the quota is exceeded\nat org.apache"));

        assertThat(without.done()).containsExactly(new IdRange(10, 12), new IdRange(14, 15));
        assertThat(without.records()).containsExactly(kept);
        assertThat(without.failures()).extracting(TaskFailure::getTask).containsExactly(12L, 13L);
        assertThat(without.failures().get(0).getMessage())
                .isEqualTo("what it merged could not be written to HDFS: the quota is exceeded");
        assertThat(without.tasks()).isEqualTo(5);
    }

    @Test
    void anEventThatLostNothingStaysAsItIs() {
        TaskEvent.Ended ended =
                new TaskEvent.Ended(5, List.of(new IdRange(10, 15)), List.of(), List.of(merged(11)), "a/b/c", 7);

        assertThat(ended.without(new IOException("nothing has failed"))).isSameAs(ended);
    }

    private static MergedRecord merged(long... tasks) {
        RecordBuilder builder = new RecordBuilder(5);
        for (long task : tasks) {
            builder.add(Piece.write(1, task, 1, 8 * task, 8 * task + 8));
        }
        return new MergedRecord(builder.build());
    }
}
