package org.hpvm.container.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class LaunchersTest {
    private static final Machine HERE = new Machine("x86_64", "linux", "6.1", List.of(), 2, new ByteSize(1 << 30));
    private static final Machine PALM = HERE.emulating("aarch64", "linux", List.of());
    private static final Machine DESK = HERE.emulating("x86_64", "windows", List.of());

    @Test
    void aMachineRunsItsOwnKernelsItself() {
        assertThat(choose(HERE, List.of(), Map.of(), "qemu-x86_64-static")).isEmpty();
    }

    @Test
    void anotherArchitectureIsRunByTheEmulatorThatTheMachineHas() {
        assertThat(choose(PALM, List.of(), Map.of(), "qemu-aarch64")).containsExactly("/bin/qemu-aarch64");
        assertThat(choose(PALM, List.of(), Map.of(), "qemu-s390x")).isEmpty();
    }

    @Test
    void windowsIsRunByWine() {
        assertThat(choose(DESK, List.of(), Map.of(), "wine")).containsExactly("/bin/wine");
    }

    @Test
    void theHostFileGoesBeforeTheSettingsAndTheseBeforeWhatIsUsual() {
        Map<String, List<String>> set = Map.of("aarch64", List.of("qemu", "-cpu", "a64fx"));

        assertThat(choose(PALM, List.of("mine"), set, "qemu-aarch64")).containsExactly("mine");
        assertThat(choose(PALM, List.of(), set, "qemu-aarch64")).containsExactly("qemu", "-cpu", "a64fx");
    }

    @Test
    void aSettingForArchitectureAndSystemGoesBeforeOneForTheArchitecture() {
        Map<String, List<String>> set =
                Map.of("x86_64", List.of("numactl", "--localalloc"), "x86_64-windows", List.of("proton"));

        assertThat(choose(HERE, List.of(), set, "wine")).containsExactly("numactl", "--localalloc");
        assertThat(choose(DESK, List.of(), set, "wine")).containsExactly("proton");
    }

    private static List<String> choose(
            Machine shown, List<String> told, Map<String, List<String>> set, String installed) {
        Function<String, Optional<Path>> find =
                name -> name.equals(installed) ? Optional.of(Path.of("/bin", name)) : Optional.empty();
        return Launchers.choose(HERE, shown, told, set, find);
    }
}
