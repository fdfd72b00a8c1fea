package org.hpvm.container.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTextTest {
    @Test
    void ordinaryTextOfAnyLanguageStaysAsItIs() {
        assertThat(ofLine("größer\tπ ≈ 3.14 中文 🙂")).isEqualTo("größer\tπ ≈ 3.14 中文 🙂");
    }

    @Test
    void aTerminalFindsNothingToObey() {
        assertThat(ofLine("\033[2Jgone\007\r\b\0\177\u009b31m"))
                .isEqualTo("\\x1b[2Jgone\\x07\\x0d\\x08\\x00\\x7f\\x9b31m");
    }

    @Test
    void theOrderOfLettersIsNotTurned() {
        assertThat(ofLine("a\u202eb\u2066c\u200bd\u2028e")).isEqualTo("a\\u202eb\\u2066c\\u200bd\\u2028e");
    }

    @Test
    void everyByteComesOutAsOneLineOfPrintableText() {
        byte[] all = new byte[256];
        for (int octet = 0; octet < all.length; octet++) {
            all[octet] = (byte) octet;
        }

        String text = PrintableText.ofLine(ByteBuffer.wrap(all));

        assertThat(text).contains("�").doesNotContainPattern("[\\p{Cntrl}&&[^\\t]]");
    }

    @Test
    void theEndOfALineOfWindowsIsNoPartOfIt() {
        assertThat(ofLine("one\r")).isEqualTo("one");
        assertThat(ofLine("\r")).isEmpty();
    }

    @Test
    void aLongLineIsCutWithWordOfTheRest() {
        assertThat(ofLine("x".repeat(1000))).isEqualTo("x".repeat(1000));
        assertThat(ofLine("x".repeat(1001) + "\r")).isEqualTo("x".repeat(1000) + "… (1 bytes more)");
    }

    private static String ofLine(String line) {
        return PrintableText.ofLine(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
    }
}
