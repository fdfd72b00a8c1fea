package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hpvm.dfs.segment.Piece;
import org.hpvm.dfs.segment.RecordBuilder;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.LeafFault;
import org.hpvm.proto.agent.LeafUse;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.agent.TaskFailure;
import org.hpvm.proto.share.RecordMessage;
import org.junit.jupiter.api.Test;

class ReportMessagesTest {
    private static final String LEAF = "x86_64/linux/generic";

    @Test
    void nothingToReportIsNoReport() {
        assertThat(ReportMessages.of(List.of())).isEmpty();
    }

    @Test
    void idsInARowBecomeOneRun() {
        SpawnReport report = one(done(1, 5, 8), done(1, 0, 3), done(1, 3, 5), done(1, 20, 21));

        assertThat(report.getDoneList()).containsExactly(0L, 8L, 20L, 1L);
    }

    @Test
    void eachSpawnHasItsReportInTheOrderOfItsFirstEvent() {
        List<SpawnReport> reports = ReportMessages.of(List.of(done(9, 0, 1), done(4, 0, 2), done(9, 1, 2)));

        assertThat(reports).extracting(SpawnReport::getSpawn).containsExactly(9L, 4L);
        assertThat(reports.get(0).getDoneList()).containsExactly(0L, 2L);
        assertThat(reports.get(1).getDoneList()).containsExactly(0L, 2L);
    }

    @Test
    void addsUpTheUseOfEachLeaf() {
        TaskFailure failure = TaskFailure.newBuilder().setTask(7).build();
        SpawnReport report = one(
                done(1, 0, 3),
                new TaskEvent.Ended(1, List.of(new IdRange(3, 7)), List.of(failure), List.of(), LEAF, 50),
                new TaskEvent.Ended(1, List.of(new IdRange(8, 9)), List.of(), List.of(), "any/jvm/generic", 7));

        assertThat(report.getUsesList()).containsExactly(use(LEAF, 8, 150), use("any/jvm/generic", 1, 7));
        assertThat(report.getFailuresList()).containsExactly(failure);
    }

    @Test
    void tellsWhatLeavesCannotDo() {
        SpawnReport report =
                one(new TaskEvent.LeafSetAside(1, LEAF, "it is too new"), new TaskEvent.Unable(1, "no leaf is left"));

        assertThat(report.getLeafFaultsList())
                .containsExactly(LeafFault.newBuilder()
                        .setLeaf(LEAF)
                        .setReason("it is too new")
                        .build());
        assertThat(report.getUnable()).isEqualTo("no leaf is left");
    }

    @Test
    void givesTasksBackAsRuns() {
        SpawnReport report = one(
                new TaskEvent.Returned(1, List.of(new IdRange(4, 6))),
                new TaskEvent.Returned(1, List.of(new IdRange(0, 2), new IdRange(2, 4))));

        assertThat(report.getReturnedList()).containsExactly(0L, 6L);
        assertThat(report.getDoneList()).isEmpty();
    }

    @Test
    void givingNothingBackIsAnAnswerToo() {
        assertThat(one(new TaskEvent.Returned(1, List.of())).getAnswersRevocation())
                .isTrue();
        assertThat(one(done(1, 0, 1)).getAnswersRevocation()).isFalse();
    }

    @Test
    void carriesTheRecordsThatWereStored() {
        MergedRecord merged = merged();
        RecordMessage message = RecordMessage.newBuilder().setOffset(64).build();
        merged.stored(message);

        SpawnReport report =
                one(new TaskEvent.Ended(1, List.of(new IdRange(0, 1)), List.of(), List.of(merged), LEAF, 1));

        assertThat(report.getRecordsList()).containsExactly(message);
    }

    @Test
    void aRecordThatIsNotDurableIsNeverReported() {
        TaskEvent event = new TaskEvent.Ended(1, List.of(new IdRange(0, 1)), List.of(), List.of(merged()), LEAF, 1);

        assertThatThrownBy(() -> one(event)).isInstanceOf(IllegalStateException.class);
    }

    private static MergedRecord merged() {
        RecordBuilder builder = new RecordBuilder(1);
        builder.add(Piece.write(1, 0, 1, 0, 4));
        return new MergedRecord(builder.build());
    }

    private static TaskEvent done(long spawn, long start, long end) {
        return new TaskEvent.Ended(spawn, List.of(new IdRange(start, end)), List.of(), List.of(), LEAF, 100);
    }

    private static LeafUse use(String leaf, long tasks, long nanoseconds) {
        return LeafUse.newBuilder()
                .setLeaf(leaf)
                .setTasks(tasks)
                .setBusyNanoseconds(nanoseconds)
                .build();
    }

    private static SpawnReport one(TaskEvent... events) {
        List<SpawnReport> reports = ReportMessages.of(List.of(events));
        assertThat(reports).hasSize(1);
        return reports.get(0);
    }
}
