package org.hpvm.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {
    private static final ClusterPlan PLAN = ClusterPlan.of(Path.of("/tmp/c"), "bigboy", "palm");

    @Test
    void givesEachMachineAnAddressOfItsOwn() {
        assertThat(PLAN.machines()).extracting(Machine::name).containsExactly("bigboy", "palm");
        assertThat(PLAN.machines()).extracting(Machine::address).doesNotHaveDuplicates();
    }

    @Test
    void putsColumnsBehindTheName() {
        ClusterPlan plan = PLAN.withColumns("palm", "arch=aarch64 launcher=qemu-aarch64-static");

        assertThat(plan.machines().get(1).hostsLine()).endsWith(" palm arch=aarch64 launcher=qemu-aarch64-static");
        assertThat(plan.machines().get(0).hostsLine()).endsWith(" bigboy");
    }

    @Test
    void aMachineMayStandForAnother() {
        ClusterPlan plan =
                PLAN.withMachines("bigboy", "laptop=x86_64:x86-64-v2", "palm=aarch64", "desk=x86_64/windows");

        assertThat(plan.machines())
                .extracting(Machine::columns)
                .containsExactly("", "arch=x86_64 levels=x86-64-v2", "arch=aarch64", "arch=x86_64 os=windows");
        assertThat(plan.machines()).extracting(Machine::name).containsExactly("bigboy", "laptop", "palm", "desk");
    }

    @Test
    void saysHowAMachineIsDescribed() {
        assertThatThrownBy(() -> PLAN.withMachines("palm=")).hasMessageContaining("NAME=ARCHITECTURE");
        assertThatThrownBy(() -> PLAN.withMachines("=aarch64")).hasMessageContaining("machine name");
    }

    @Test
    void refusesTwoMachinesOfOneName() {
        assertThatThrownBy(() -> ClusterPlan.of(Path.of("/tmp/c"), "palm", "palm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("palm");
    }

    @Test
    void refusesAnAddressThatIsNotLoopback() {
        assertThatThrownBy(() -> new Machine("palm", "10.0.0.1", "")).hasMessageContaining("10.0.0.1");
    }

    @Test
    void refusesColumnsForAnUnknownMachine() {
        assertThatThrownBy(() -> PLAN.withColumns("plam", "arch=aarch64")).hasMessageContaining("plam");
    }

    @Test
    void keepsEarlierProperties() {
        ClusterPlan plan = PLAN.withProperties(Map.of("a", "1")).withProperties(Map.of("b", "2"));

        assertThat(plan.properties()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(plan.machines()).isEqualTo(List.copyOf(PLAN.machines()));
    }
}
