package org.hpvm.yarn.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTableTest {
    private static final Machine BIG = new Machine(
            "x86_64", "linux", "6.1.0-18 amd64", List.of("x86-64-v3", "x86-64-v2"), 8, new ByteSize(32L << 30));
    private static final Machine PLAIN = new Machine("arm", "linux", "6.1", List.of(), 1, new ByteSize(1 << 30));

    @Test
    void whatIsPrintedInEitherFormIsReadBack() throws IOException {
        for (Machine machine : List.of(BIG, PLAIN)) {
            Table table = ProbeTable.of(machine, ByteOrder.BIG_ENDIAN);

            assertThat(ProbeTable.read(table.text(), "saved")).isEqualTo(machine);
            assertThat(ProbeTable.read(table.json(), "saved")).isEqualTo(machine);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1]", "PROPERTY  VALUE\narchitecture  x86_64\n", "int main(void) {}"})
    void whatIsNoProbeIsRefusedWithTheFile(String text) {
        assertThatThrownBy(() -> ProbeTable.read(text, "saved.txt"))
                .isInstanceOf(HpvmException.class)
                .hasMessageContaining("read saved.txt: it is not what \"hpvm machine probe\" prints");
    }
}
