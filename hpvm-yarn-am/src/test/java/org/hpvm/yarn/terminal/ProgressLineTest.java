package org.hpvm.yarn.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.hpvm.yarn.gateway.SpawnProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {
    private final ProgressLine line = new ProgressLine();

    @Test
    void tellsTasksRateTimeLeftAndMachinesByLeaf() {
        line.add(new SpawnProgress(
                500, 2000, Duration.ofSeconds(5), Map.of("x86_64/linux/x86-64-v3", 2, "aarch64/linux/generic", 1)));

        assertThat(line.text(200))
                .isEqualTo("hpvm: 500 of 2000 tasks (25%), 100/s, 15 s left;"
                        + " aarch64/linux/generic ×1, x86_64/linux/x86-64-v3 ×2");
    }

    @Test
    void beforeAnythingIsDoneThereIsNoRate() {
        line.add(at(0, 0));
        assertThat(line.text(200)).isEqualTo("hpvm: 0 of 1000 tasks (0%)");

        line.add(at(3, 0));
        assertThat(line.text(200)).isEqualTo("hpvm: 0 of 1000 tasks (0%)");
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        for (int second = 0; second <= 100; second++) {
            line.add(at(second, second < 50 ? 0 : (second - 50) * 10L));
        }

        assertThat(line.text(200)).contains(", 10/s, 50 s left");
    }

    @Test
    void aSpawnThatStandsStillHasNoTimeLeft() {
        for (int second = 0; second <= 100; second++) {
            line.add(at(second, Math.min(second, 10)));
        }

        assertThat(line.text(200)).isEqualTo("hpvm: 10 of 1000 tasks (1%)");
    }

    @Test
    void itIsNotAllDoneBeforeTheLastIs() {
        line.add(at(10, 999));
        assertThat(line.text(200)).contains("(99%)");

        line.add(at(20, 1000));
        assertThat(line.text(200)).isEqualTo("hpvm: 1000 of 1000 tasks (100%), 0.1/s");
    }

    @Test
    void aNarrowTerminalGetsTheBeginning() {
        line.add(at(10, 100));

        assertThat(line.text(20)).isEqualTo("hpvm: 100 of 1000 t…").hasSize(20);
        assertThat(line.text(0)).isEqualTo("…");
    }

    @ParameterizedTest
    @CsvSource({"2, 2 s", "60, 1 min", "3000, 50 min", "7500, 2 h 5 min", "400000, 5 days"})
    void timesAreToldInTheUnitThatMatters(long seconds, String told) {
        line.add(new SpawnProgress(0, seconds + 1, Duration.ZERO, Map.of()));
        line.add(new SpawnProgress(1, seconds + 1, Duration.ofSeconds(1), Map.of()));

        assertThat(line.text(200)).endsWith(", " + told + " left");
    }

    private static SpawnProgress at(int second, long done) {
        return new SpawnProgress(done, 1000, Duration.ofSeconds(second), Map.of());
    }
}
