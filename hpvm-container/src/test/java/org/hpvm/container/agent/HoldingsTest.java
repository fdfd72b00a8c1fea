package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hpvm.model.IdRange;
import org.hpvm.model.Runs;
import org.hpvm.proto.agent.Cancellation;
import org.hpvm.proto.agent.HeldTasks;
import org.hpvm.proto.agent.Lease;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.agent.SpawnEnd;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.agent.TaskChunk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldingsTest {
    private final Holdings holdings = new Holdings();

    @BeforeEach
    void leasesTenTasks() {
        holdings.note(Order.newBuilder()
                .setLease(Lease.newBuilder()
                        .setSpawn(1)
                        .addChunks(TaskChunk.newBuilder().setFirst(0).setCount(10)))
                .build());
    }

    @Test
    void whatAReportUnderWaySettlesIsToldApart() {
        holdings.reporting(
                5,
                List.of(SpawnReport.newBuilder()
                        .setSpawn(1)
                        .addDone(2)
                        .addDone(3)
                        .build()));

        Resumption resumption = holdings.resumption(7);

        assertThat(tasks(resumption.getHeldList())).containsExactly(new IdRange(0, 2), new IdRange(5, 10));
        assertThat(tasks(resumption.getSettledList())).containsExactly(new IdRange(2, 5));
        assertThat(resumption.getReporting()).isEqualTo(5);
    }

    @Test
    void aTaskThatAnotherMachineHasDoneIsNotHeldAnyMore() {
        holdings.note(Order.newBuilder()
                .setCancellation(
                        Cancellation.newBuilder().setSpawn(1).setFirst(4).setCount(1))
                .build());

        assertThat(tasks(holdings.resumption(7).getHeldList())).containsExactly(new IdRange(0, 4), new IdRange(5, 10));
    }

    @Test
    void nothingIsHeldOfASpawnThatIsOver() {
        holdings.note(Order.newBuilder()
                .setSpawnEnd(SpawnEnd.newBuilder().setSpawn(1))
                .build());

        assertThat(holdings.resumption(7).getHeldList()).isEmpty();
        assertThat(holdings.resumption(7).getSpawnsList()).isEmpty();
    }

    private static List<IdRange> tasks(List<HeldTasks> held) {
        return held.stream()
                .flatMap(tasks -> Runs.read(tasks.getTasksList()).stream())
                .toList();
    }
}
