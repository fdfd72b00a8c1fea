package org.hpvm.container.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.hpvm.proto.agent.OutputLine;
import org.hpvm.proto.agent.SpawnOutput;
import org.junit.jupiter.api.Test;

class LiveOutputTest {
    private final LiveOutput live = new LiveOutput(1_000_000, 0);

    @Test
    void linesAreTakenOnceAndEachSpawnsTogether() {
        live.add(1, 7, List.of(line("a")), 0);
        live.add(2, 0, List.of(line("b")), 0);
        live.add(1, 8, List.of(line("c")), 0);

        assertThat(live.take())
                .containsExactly(
                        SpawnOutput.newBuilder()
                                .setSpawn(1)
                                .addLines(said(7, "a"))
                                .addLines(said(8, "c"))
                                .build(),
                        SpawnOutput.newBuilder()
                                .setSpawn(2)
                                .addLines(said(0, "b"))
                                .build());
        assertThat(live.take()).isEmpty();
    }

    @Test
    void aMachineThatPrintsWithoutEndHoldsLittleAndTellsHowMuchItLeftOut() {
        for (int round = 0; round < 100; round++) {
            live.add(1, 7, Collections.nCopies(1000, line("x")), 0);
        }

        SpawnOutput taken = live.take().get(0);

        assertThat(taken.getLinesCount()).isEqualTo(2_000);
        assertThat(taken.getOmitted()).isEqualTo(98_000);
        assertThat(taken.getOmittedTask()).isEqualTo(7);
    }

    @Test
    void longLinesFillItToo() {
        live.add(1, 7, Collections.nCopies(1000, line("x".repeat(1000))), 0);

        assertThat(live.take().get(0).getLinesCount()).isLessThan(300);
    }

    @Test
    void fewerLinesASecondAreFewerLines() {
        LiveOutput slow = new LiveOutput(1, 0);

        slow.add(1, 7, Collections.nCopies(10, line("x")), 0);

        SpawnOutput taken = slow.take().get(0);
        assertThat(taken.getLinesCount()).isEqualTo(5);
        assertThat(taken.getOmitted()).isEqualTo(5);
    }

    @Test
    void whatDidNotArriveIsCounted() {
        live.add(1, 7, List.of(line("a"), line("b")), 0);

        live.lost(live.take());

        assertThat(live.take())
                .containsExactly(SpawnOutput.newBuilder()
                        .setSpawn(1)
                        .setOmitted(2)
                        .setOmittedTask(7)
                        .build());
    }

    private static OutputLine said(long task, String text) {
        return OutputLine.newBuilder().setTask(task).setText(text).build();
    }

    private static ByteBuffer line(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
