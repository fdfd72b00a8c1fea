package org.hpvm.container.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafPathTest {

    @Test
    void readsWhatItWrites() {
        LeafPath path = LeafPath.parse("x86_64/linux/x86-64-v3");

        assertThat(path).isEqualTo(new LeafPath("x86_64", "linux", "x86-64-v3"));
        assertThat(LeafPath.parse(path.toString())).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x86_64",
                "x86_64/linux",
                "x86_64/linux/generic/more",
                "x86_64//generic",
                "../linux/generic",
                "X86_64/linux/generic",
                "x86_64/linux/gen eric",
                "x86_64/linux/-v3",
                "x86_64/linux/generic/"
            })
    void refusesWhatIsNoPlaceOfALeaf(String text) {
        assertThatThrownBy(() -> LeafPath.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"x86_64/linux/generic, kernel", "x86_64/windows/generic, kernel.exe", "any/jvm/generic, kernel.jar"})
    void theFileIsNamedAfterTheSystem(String path, String fileName) {
        assertThat(Leaf.fileName(LeafPath.parse(path))).isEqualTo(fileName);
    }
}
