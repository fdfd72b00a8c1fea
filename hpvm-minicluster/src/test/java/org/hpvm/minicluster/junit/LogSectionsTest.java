package org.hpvm.minicluster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogSectionsTest {
    @Test
    void keepsTheEndOfEachFileUnderItsName() {
        String text = "Container: c1 on a\n1\n2\n3\nContainer: c2 on b\n4\n";

        assertThat(LogSections.tails(text, 2)).isEqualTo("Container: c1 on a\n2\n3\nContainer: c2 on b\n4\n");
    }
}
