package org.hpvm.container.output;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a kernel printed, as a terminal can show it: a kernel must not move its cursor or change its colours. */
public final class PrintableText {
    private static final int MOST_BYTES = 1000;

    private PrintableText() {}

    /** One line, cut if it is long, with everything that a terminal would obey, or hide, as its number. */
    public static String ofLine(ByteBuffer line) {
        int bytes = line.remaining();
        if (bytes > 0 && line.get(line.limit() - 1) == '\r') {
            bytes--;
        }
        boolean isCut = bytes > MOST_BYTES;
        ByteBuffer shown = line.slice(line.position(), isCut ? MOST_BYTES : bytes);
        String text = of(StandardCharsets.UTF_8.decode(shown).toString());
        return isCut ? text + "… (" + (bytes - MOST_BYTES) + " bytes more)" : text;
    }

    /** Text with everything that a terminal would obey, or hide, as its number. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\t' || isShown(point)) {
                printable.appendCodePoint(point);
            } else if (point < 0x100) {
                printable.append(String.format("\\x%02x", point));
            } else {
                printable.append(String.format("\\u%04x", point));
            }
        });
        return printable.toString();
    }

    private static boolean isShown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
