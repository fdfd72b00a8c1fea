package org.hpvm.container.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MadeDependenciesTest {

    @Test
    void readsTheFilesOfARuleOverSeveralLines() {
        String rule = "/t/0.o: /home/me/kernel.c /usr/include/math.h \\\n include/hpvm.h \\\n  ../x.h\n";

        assertThat(MadeDependencies.parse(rule, Path.of("/made")))
                .containsExactly(
                        Path.of("/home/me/kernel.c"),
                        Path.of("/usr/include/math.h"),
                        Path.of("/made/include/hpvm.h"),
                        Path.of("/x.h"));
    }

    @Test
    void namesMayHoldBlanksAndWhatMakeUsesItself() {
        String rule = "0.o: /home/me/my\\ kernels/a$$b\\#c.h\n";

        assertThat(MadeDependencies.parse(rule, Path.of("/"))).containsExactly(Path.of("/home/me/my kernels/a$b#c.h"));
    }
}
