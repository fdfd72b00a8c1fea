package org.hpvm.container.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CutLinesTest {
    @Test
    void aLineWithoutAnEndStaysUntilItHasOne() {
        CutLines cut = CutLines.of(piece("one\n\ntwo", 100), false);

        assertThat(text(cut)).containsExactly("one", "");
        assertThat(cut.bytes()).isEqualTo(5);
    }

    @Test
    void theLastLineNeedsNoEnd() {
        CutLines cut = CutLines.of(piece("one\ntwo", 100), true);

        assertThat(text(cut)).containsExactly("one", "two");
        assertThat(cut.bytes()).isEqualTo(7);
    }

    @Test
    void aLineLongerThanAllThatIsHeldComesInPieces() {
        CutLines cut = CutLines.of(piece("x".repeat(10), 10), false);

        assertThat(text(cut)).containsExactly("xxxxxxxxxx");
        assertThat(cut.bytes()).isEqualTo(10);
    }

    @Test
    void nothingIsNoLine() {
        assertThat(CutLines.of(piece("", 10), true)).isEqualTo(new CutLines(List.of(), 0));
    }

    private static ByteBuffer piece(String text, int capacity) {
        return ByteBuffer.allocate(capacity)
                .put(text.getBytes(StandardCharsets.UTF_8))
                .flip();
    }

    private static List<String> text(CutLines cut) {
        return cut.lines().stream()
                .map(line -> StandardCharsets.UTF_8.decode(line.duplicate()).toString())
                .toList();
    }
}
