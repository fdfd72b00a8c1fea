package org.hpvm.container.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolchainsTest {

    @Test
    void theShippedRowsCoverEveryKindOfMachine() throws IOException {
        assertThat(leaves(shipped().rows(Optional.empty())))
                .containsExactly(
                        "aarch64/linux/armv8.2-a",
                        "aarch64/linux/generic",
                        "aarch64/linux/sve",
                        "arm/linux/generic",
                        "ppc64/linux/generic",
                        "ppc64le/linux/generic",
                        "riscv64/linux/generic",
                        "s390x/linux/generic",
                        "x86_64/linux/generic",
                        "x86_64/linux/x86-64-v2",
                        "x86_64/linux/x86-64-v3",
                        "x86_64/linux/x86-64-v4",
                        "x86_64/windows/generic");
    }

    @Test
    void everyShippedCompilerIsOneThatTheInstallerKnows() throws IOException {
        String installer = Files.readString(Path.of("../scripts/install-tools"));

        for (Toolchain row : shipped().rows(Optional.empty())) {
            if (!row.leaf().architecture().equals("x86_64") || row.leaf().os().equals("windows")) {
                assertThat(shipped().packages(row))
                        .isNotEmpty()
                        .allSatisfy(name ->
                                assertThat(installer).containsPattern("[ \n]" + name.replace("+", "\\+") + "[ \n]"));
            }
        }
    }

    @Test
    void aFamilysRowsTakeThePlaceOfTheUsualOnes() throws IOException {
        List<Toolchain> rows = shipped().rows(Optional.of("clang"));

        assertThat(leaves(rows)).isEqualTo(leaves(shipped().rows(Optional.empty())));
        assertThat(rows)
                .filteredOn(row -> row.leaf().toString().equals("aarch64/linux/sve"))
                .singleElement()
                .satisfies(row -> assertThat(row.compilers().get(0).program()).isEqualTo("clang"));
    }

    @Test
    void anUnknownFamilyIsToldTheNearest() throws IOException {
        Toolchains shipped = shipped();

        assertThatThrownBy(() -> shipped.rows(Optional.of("clan")))
                .hasMessageContaining("\"clan\"")
                .hasMessageContaining("did you mean clang?");
    }

    @Test
    void everyWrongRowIsToldAtOnce() {
        String rows = "x86_64/linux = gcc\nX86/linux/generic = gcc\ns390x/linux/generic =\nx86_64/linux/v = -O2\n";

        assertThatThrownBy(() -> Toolchains.read(new StringReader(rows), "mine.properties"))
                .hasMessageContaining("read mine.properties: ")
                .hasMessageContaining("x86_64/linux: it is not architecture/os/optimization")
                .hasMessageContaining("\"X86\"")
                .hasMessageContaining("s390x/linux/generic: ")
                .hasMessageContaining("\"-O2\" does not begin with a compiler");
    }

    @Test
    void patternsPickRowsAndOneThatPicksNothingIsToldTheNearest() throws IOException {
        List<Toolchain> rows = shipped().rows(Optional.empty());

        assertThat(leaves(LeafSelection.pick(rows, List.of("ppc64le", "x86_64/linux/generic"))))
                .containsExactly("ppc64le/linux/generic", "x86_64/linux/generic");
        assertThat(leaves(LeafSelection.pick(rows, List.of("*/windows")))).containsExactly("x86_64/windows/generic");
        assertThat(LeafSelection.pick(rows, List.of())).isEqualTo(rows);
        assertThatThrownBy(() -> LeafSelection.pick(rows, List.of("x86_64", "arch64")))
                .hasMessageContaining("\"arch64\"")
                .hasMessageContaining("did you mean aarch64?");
    }

    private static List<String> leaves(List<Toolchain> rows) {
        return rows.stream().map(row -> row.leaf().toString()).toList();
    }

    private static Toolchains shipped() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ToolchainsTest.class.getResourceAsStream("/hpvm/conf/toolchains.properties"))) {
            return Toolchains.read(new InputStreamReader(in, StandardCharsets.UTF_8), "toolchains.properties");
        }
    }
}
