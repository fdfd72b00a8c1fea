package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.settings.SettingsReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentSettingsTest {
    private static final Map<String, String> GOOD = Map.ofEntries(
            Map.entry("hpvm.root", "/user/me/.hpvm"),
            Map.entry("hpvm.machine.cache", "/var/cache/hpvm"),
            Map.entry("hpvm.shares.memory.directory", "/dev/shm"),
            Map.entry("hpvm.shares.memory.share", "0.5"),
            Map.entry("hpvm.worker.ring", "8m"),
            Map.entry("hpvm.shares.replicated", "128m"),
            Map.entry("hpvm.segment.size", "64m"),
            Map.entry("hpvm.machine.cache.kernels", "2g"),
            Map.entry("hpvm.machine.launcher.s390x", "qemu-s390x-static -cpu max"),
            Map.entry("hpvm.report.inline", "64k"),
            Map.entry("hpvm.server.patience", "10m"),
            Map.entry("hpvm.worker.environment", "LD_LIBRARY_PATH, OMP_NUM_THREADS"),
            Map.entry("hpvm.output.live.machine", "200"));

    @Test
    void readsEverySetting() throws HpvmException {
        assertThat(AgentSettings.readAll(new SettingsReader(GOOD)))
                .isEqualTo(new AgentSettings(
                        "/user/me/.hpvm",
                        Path.of("/var/cache/hpvm"),
                        new ByteSize(2L << 30),
                        Path.of("/dev/shm"),
                        0.5,
                        new ByteSize(8 << 20),
                        new ByteSize(128 << 20),
                        new ByteSize(64 << 20),
                        new ByteSize(64 << 10),
                        Duration.ofMinutes(10),
                        List.of("LD_LIBRARY_PATH", "OMP_NUM_THREADS"),
                        Map.of("s390x", List.of("qemu-s390x-static", "-cpu", "max")),
                        200));
    }

    @ParameterizedTest
    @CsvSource({
        "hpvm.worker.ring, 4095",
        "hpvm.worker.ring, 4097",
        "hpvm.worker.ring, 2g",
        "hpvm.worker.ring, much",
        "hpvm.shares.memory.share, 1.01",
        "hpvm.shares.memory.share, -0.1",
        "hpvm.shares.memory.share, half",
        "hpvm.shares.memory.share, NaN",
        "hpvm.segment.size, 64 mega",
        "hpvm.report.inline, -1",
        "hpvm.report.inline, 17m",
        "hpvm.shares.replicated, large"
    })
    void refusesAValueThatCannotBe(String key, String value) {
        assertThatThrownBy(() -> AgentSettings.readAll(with(key, value)))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining(key + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "hpvm.worker.ring, 4k",
        "hpvm.worker.ring, 1g",
        "hpvm.shares.memory.share, 0",
        "hpvm.shares.memory.share, 1"
    })
    void takesTheEndsOfARange(String key, String value) throws HpvmException {
        assertThat(AgentSettings.readAll(with(key, value))).isNotNull();
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThatThrownBy(() -> AgentSettings.readAll(new SettingsReader(Map.of("hpvm.worker.ring", "1"))))
                .hasMessageContaining("hpvm.root: it is not set")
                .hasMessageContaining("hpvm.worker.ring: not from 4k to 1g")
                .hasMessageContaining("hpvm.worker.environment: it is not set");
    }

    private static SettingsReader with(String key, String value) {
        Map<String, String> values = new HashMap<>(GOOD);
        values.put(key, value);
        return new SettingsReader(values);
    }
}
