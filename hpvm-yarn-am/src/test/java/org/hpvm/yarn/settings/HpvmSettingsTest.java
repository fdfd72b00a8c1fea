package org.hpvm.yarn.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class HpvmSettingsTest {
    @Test
    void theTemplateThatComesWithHpvmIsRight() throws HpvmException {
        Configuration configuration = HpvmSettings.configuration();
        configuration.addResource(
                new Path(java.nio.file.Path.of("../conf/hpvm-site.xml").toUri()));

        assertThat(HpvmSettings.read(configuration)).isEqualTo(HpvmSettings.read(HpvmSettings.configuration()));
    }

    @Test
    void theDefaultsHoldEverySettingAndNoOther() throws HpvmException {
        HpvmSettings settings = HpvmSettings.read(HpvmSettings.configuration());

        assertThat(settings.queue()).isEqualTo("default");
        assertThat(settings.taskLimits().attempts()).isEqualTo(3);
        assertThat(HpvmSettings.keys()).contains("hpvm.root", "hpvm.task.output");
    }

    @Test
    void tellsAllThatIsWrongAtOnceAndNamesTheNearestOfAnUnknownSetting() {
        Configuration configuration = HpvmSettings.configuration();
        configuration.set("hpvm.agent.memory", "lots");
        configuration.set("hpvm.task.attempts", "0");
        configuration.set("hpvm.qeue", "fast");

        assertThatThrownBy(() -> HpvmSettings.read(configuration))
                .hasMessageContainingAll("hpvm.agent.memory", "hpvm.task.attempts", "hpvm.qeue", "mean hpvm.queue?");
    }

    @Test
    void optionsOfASpawnGoOverTheSettings() throws HpvmException {
        TaskLimits limits = new TaskLimits(3, Duration.ZERO, new ByteSize(0), new ByteSize(1), true);

        SpawnWishes wishes = SpawnWishes.read(limits, Map.of("attempts", "1", "time", "2s", "machines", "palm, zbox"));

        assertThat(wishes.limits())
                .isEqualTo(new TaskLimits(1, Duration.ofSeconds(2), new ByteSize(0), new ByteSize(1), true));
        assertThat(wishes.machines()).containsExactly("palm", "zbox");
        assertThat(wishes.leaf()).isEmpty();
        assertThatThrownBy(() -> SpawnWishes.read(limits, Map.of("atempts", "1", "machines", "palm,,zbox")))
                .hasMessageContaining("mean attempts?")
                .hasMessageContaining("machines: not names with commas between them: \"palm,,zbox\"");
    }
}
