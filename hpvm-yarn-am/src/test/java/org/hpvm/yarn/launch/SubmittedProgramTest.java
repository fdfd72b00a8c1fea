package org.hpvm.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubmittedProgramTest {
    @Test
    void wordsPassThroughTheEnvironmentAsTheyAre() {
        SubmittedProgram program =
                new SubmittedProgram(List.of("./sqrt", "", "two words", "ü\n$HOME"), List.of("sqrt", "input.dat"));

        assertThat(SubmittedProgram.of(program.variables())).contains(program);
    }

    @Test
    void anEnvironmentWithoutAProgramHasNone() {
        assertThat(SubmittedProgram.of(Map.of("PATH", "/bin"))).isEmpty();
    }
}
