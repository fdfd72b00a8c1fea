package org.hpvm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"output", "a", "A.b_c-9", "..."})
    void takesPlainNames(String text) {
        assertThat(new ShareName(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../x", "a b", "naïve", "线程", "tab\t", "<script>", "%2e%2e"})
    void refusesOthersAndSaysWhatItFound(String text) {
        assertThatThrownBy(() -> new ShareName(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 128");
    }

    @Test
    void showsNoControlCharacterAndCutsALongName() {
        assertThatThrownBy(() -> new ShareName("bell\u0007")).hasMessageContaining("bell\\u0007");
        assertThatThrownBy(() -> new ShareName("x".repeat(10_000)))
                .hasMessageContaining("10000 characters")
                .message()
                .hasSizeLessThan(200);
    }
}
