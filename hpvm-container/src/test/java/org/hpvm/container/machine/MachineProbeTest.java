package org.hpvm.container.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    void readsTheExtensionsOfRiscv() {
        assertThat(MachineProbe.flags(List.of("isa\t\t: rv64imafdcv_zicsr_zba")))
                .containsExactlyInAnyOrder("i", "m", "a", "f", "d", "c", "v", "zicsr", "zba");
    }

    @Test
    void readsTheFlagsOfPowerFromTheAuxiliaryVector() {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer vector = ByteBuffer.allocate(48).order(order);
            vector.putLong(16)
                    .putLong(-1)
                    .putLong(26)
                    .putLong(0x80800000L)
                    .putLong(0)
                    .putLong(0)
                    .flip();

            assertThat(AuxiliaryVector.powerFlags(vector)).containsExactlyInAnyOrder("arch_2_07", "arch_3_00");
        }
    }

    @Test
    void theScriptForNodeAttributesFindsTheSame() throws IOException, InterruptedException {
        Process script = new ProcessBuilder("../scripts/node-attributes")
                .redirectErrorStream(true)
                .start();
        String told = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        Machine machine = MachineProbe.probe();

        assertThat(script.waitFor()).isZero();
        assertThat(told)
                .contains("NODE_ATTRIBUTE:arch,STRING," + machine.architecture())
                .contains("NODE_ATTRIBUTE:os,STRING," + machine.os())
                .contains("NODE_ATTRIBUTE:level,STRING,"
                        + machine.levels().stream().findFirst().orElse("generic"));
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
