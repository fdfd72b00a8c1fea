package org.hpvm.model;

import java.util.regex.Pattern;

/**
 * The name of a share: 1 to 128 characters out of {@code A-Z a-z 0-9 . _ -}, and neither {@code .} nor {@code ..}.
 *
 * <p>So a name is the same bytes in every locale and is safe in a path, a log line and a page.
 */
public record ShareName(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final int SHOWN = 40;

    public ShareName {
        if (!FORM.matcher(text).matches() || text.equals(".") || text.equals("..")) {
            throw new IllegalArgumentException("a share's name is 1 to 128 letters, digits, '.', '_' or '-': found "
                    + (text.isEmpty() ? "an empty name" : printable(text)));
        }
    }

    /** The text as it may be shown to people: control characters escaped, cut at 40 characters with the length told. */
    private static String printable(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints()
                .limit(SHOWN)
                .forEach(point -> shown.append(
                        Character.isISOControl(point) ? String.format("\\u%04x", point) : Character.toString(point)));
        return text.length() <= SHOWN
                ? shown.append('"').toString()
                : shown.append("…\", ")
                        .append(text.length())
                        .append(" characters")
                        .toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
