package org.hpvm.container.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class MachineProbeTest {

    @Test
    void takesTheFlagsThatEveryProcessorHas() {
        List<String> cpuinfo = List.of(
                "processor\t: 0",
                "flags\t\t: fpu sse4_2 avx2",
                "",
                "processor\t: 1",
                "model name\t: flags: avx512f",
                "flags\t\t: fpu avx2 avx512f");

        assertThat(MachineProbe.flags(cpuinfo)).containsExactlyInAnyOrder("fpu", "avx2");
    }

    @Test
    void readsTheFeaturesOfArm() {
        assertThat(MachineProbe.flags(List.of("Features\t: fp asimd sve"))).contains("sve");
    }

    @Test
    void aFlagThatIsNamedTwiceIsOneFlag() {
        assertThat(MachineProbe.flags(List.of("flags : pni avx pni"))).containsExactlyInAnyOrder("pni", "avx");
    }

    @Test
    void aProcessorWithoutFlagsHasNone() {
        assertThat(MachineProbe.flags(List.of("vendor_id : IBM/S390"))).isEmpty();
    }

    @Test
    void findsThisMachine() throws IOException {
        Machine machine = MachineProbe.probe();

        assertThat(machine.os()).isEqualTo("linux");
        assertThat(machine.architecture()).isNotEqualTo("amd64").isNotEmpty();
        assertThat(machine.processors()).isPositive();
        assertThat(machine.memory().bytes()).isGreaterThan(64 << 20);
    }

    @Test
    void aLauncherMakesItAnotherMachineOfTheSameSize() {
        Machine machine = new Machine("x86_64", "linux", "6.1", List.of("x86-64-v2"), 4, new ByteSize(1 << 30));

        assertThat(machine.emulating("s390x", "linux", List.of("z14")))
                .isEqualTo(new Machine("s390x", "linux", "6.1", List.of("z14"), 4, new ByteSize(1 << 30)));
    }

    @Test
    void aMachineWithoutProcessorsIsRefused() {
        assertThatThrownBy(() -> new Machine("x86_64", "linux", "6.1", List.of(), 0, new ByteSize(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
