package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.hpvm.model.IdRange;
import org.hpvm.proto.client.TaskReply;
import org.junit.jupiter.api.Test;

class TaskHistoryTest {
    private static final TaskHistory.Place PALM = new TaskHistory.Place("palm", "x86_64/linux/generic");
    private static final TaskHistory.Place LAPTOP = new TaskHistory.Place("laptop", "any/jvm/generic");

    private final TaskHistory history = new TaskHistory();

    @Test
    void aTaskThatNobodyHasWaitsAndWasNowhere() {
        assertThat(history.status(7, Optional.empty())).isEqualTo(TaskReply.getDefaultInstance());
    }

    @Test
    void aTaskThatAMachineHasIsThere() {
        assertThat(history.status(7, Optional.of("palm")))
                .isEqualTo(TaskReply.newBuilder()
                        .setState(TaskReply.State.LEASED)
                        .setAttempts(1)
                        .setMachine("palm")
                        .build());
    }

    @Test
    void aTaskThatFailedOnceAndWasDoneElsewhereKeepsItsCause() {
        history.failed(7, LAPTOP, "it fell", false);
        history.done(new IdRange(0, 100), PALM);

        assertThat(history.status(7, Optional.empty()))
                .isEqualTo(TaskReply.newBuilder()
                        .setState(TaskReply.State.DONE)
                        .setAttempts(2)
                        .setMachine("palm")
                        .setLeaf("x86_64/linux/generic")
                        .setCause("it fell")
                        .build());
        assertThat(history.status(100, Optional.empty()).getState()).isEqualTo(TaskReply.State.WAITING);
    }

    @Test
    void aTaskThatFailedForGoodTellsTheFirstCauseAndTheLastPlace() {
        history.failed(7, LAPTOP, "it fell", false);
        history.failed(7, PALM, "it fell again", true);

        TaskReply status = history.status(7, Optional.empty());

        assertThat(status.getState()).isEqualTo(TaskReply.State.FAILED);
        assertThat(status.getAttempts()).isEqualTo(2);
        assertThat(status.getCause()).isEqualTo("it fell");
        assertThat(status.getMachine()).isEqualTo("palm");
        assertThat(history.firstFailure(7)).isEqualTo("it fell");
    }

    @Test
    void aTaskThatFailedAndIsTriedAgainIsWhereItIsNow() {
        history.failed(7, LAPTOP, "it fell", false);

        TaskReply status = history.status(7, Optional.of("bigboy"));

        assertThat(status.getState()).isEqualTo(TaskReply.State.LEASED);
        assertThat(status.getAttempts()).isEqualTo(2);
        assertThat(status.getMachine()).isEqualTo("bigboy");
        assertThat(status.getLeaf()).isEmpty();
    }
}
