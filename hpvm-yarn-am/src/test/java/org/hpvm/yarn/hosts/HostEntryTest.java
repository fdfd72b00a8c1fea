package org.hpvm.yarn.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class HostEntryTest {
    private static final Machine PROBED =
            new Machine("x86_64", "linux", "6.1", List.of("x86-64-v3", "x86-64-v2"), 2, new ByteSize(1 << 30));

    @Test
    void aMachineOfWhichNothingIsSaidIsWhatItsAgentFound() throws HpvmException {
        assertThat(entry("10.0.0.1 palm").machine(PROBED)).isEqualTo(PROBED);
        assertThat(entry("10.0.0.1 palm arch=x86_64").machine(PROBED)).isEqualTo(PROBED);
    }

    @Test
    void aLevelBringsThoseThatItContains() throws HpvmException {
        assertThat(entry("10.0.0.1 palm arch=x86_64 levels=x86-64-v2")
                        .machine(PROBED)
                        .levels())
                .containsExactly("x86-64-v2");
        assertThat(entry("10.0.0.1 palm arch=aarch64 levels=armv8.2-a")
                        .machine(PROBED)
                        .levels())
                .containsExactly("armv8.2-a", "armv8.1-a");
    }

    @Test
    void noLineGivesAProcessorInstructionsThatItDoesNotHave() throws HpvmException {
        assertThat(entry("10.0.0.1 palm arch=x86_64 levels=x86-64-v4")
                        .machine(PROBED)
                        .levels())
                .containsExactly("x86-64-v3", "x86-64-v2");
    }

    @Test
    void levelsAloneLimitAMachineOfItsOwnKind() throws HpvmException {
        HostEntry laptop = entry("10.0.0.1 laptop levels=x86-64-v2");

        assertThat(laptop.machine(PROBED)).isEqualTo(PROBED.emulating("x86_64", "linux", List.of("x86-64-v2")));
        assertThat(laptop.tellsKind()).isTrue();
        assertThat(entry("10.0.0.1 laptop launcher=numactl,--localalloc speed=2")
                        .tellsKind())
                .isFalse();
    }

    @Test
    void anEmulatorMay() throws HpvmException {
        assertThat(entry("10.0.0.1 palm arch=x86_64 levels=x86-64-v4 launcher=qemu-x86_64,-cpu,max")
                        .machine(PROBED)
                        .levels())
                .startsWith("x86-64-v4");
    }

    @Test
    void aMachineThatStandsForAnotherOneHasNoLevelUnlessTold() throws HpvmException {
        Machine desk = entry("10.0.0.1 desk arch=x86_64 os=windows").machine(PROBED);

        assertThat(desk).isEqualTo(PROBED.emulating("x86_64", "windows", List.of()));
    }

    private static HostEntry entry(String line) throws HpvmException {
        return HostsFile.parse(List.of("10.0.0.9 hpvm_host", line), "hosts")
                .machines()
                .get(0);
    }
}
