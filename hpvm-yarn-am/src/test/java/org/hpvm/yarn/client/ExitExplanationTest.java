package org.hpvm.yarn.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitExplanationTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "AM Container for appattempt_1_0001_000001 exited with exitCode: 143, SIGTERM",
        "Container exited with a non-zero exit code 137. Killed by external signal, SIGKILL",
        "due to: exitCode: -104, hpvm.server.memory",
        "exitCode: -100, lost",
        "Exit code is 134, signal 6",
    })
    void whatYarnSaysInNumbersIsSaidInWords(String diagnostics, String word) {
        assertThat(ExitExplanation.of(diagnostics)).get().asString().contains(word);
    }

    @Test
    void aProgramsOwnExitCodeSpeaksForItself() {
        assertThat(ExitExplanation.of("exitCode: 3")).isEmpty();
        assertThat(ExitExplanation.of("the program ended with status 143")).isEmpty();
    }
}
