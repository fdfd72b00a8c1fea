package org.hpvm.minicluster.junit;

import java.util.ArrayList;
import java.util.List;

/** Shortens gathered container logs: each file begins with a line "Container: ..." and a head, and ends with a rule. */
final class LogSections {
    private static final String FIRST = "Container: ";

    private LogSections() {}

    /** At most so many lines of each file, the last ones, under the file's first line. */
    static String tails(String text, int lines) {
        StringBuilder tails = new StringBuilder();
        List<String> section = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(FIRST)) {
                append(section, lines, tails);
                section.clear();
            }
            section.add(line);
        }
        append(section, lines, tails);
        return tails.toString();
    }

    private static void append(List<String> section, int lines, StringBuilder tails) {
        int from = Math.max(0, section.size() - lines);
        if (from > 0) {
            tails.append(section.get(0)).append('\n');
        }
        section.subList(from, section.size()).forEach(line -> tails.append(line).append('\n'));
    }
}
