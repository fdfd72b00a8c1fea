package org.hpvm.container.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what a compiler writes about the files that it has read, in the form of a make rule ({@code -MD}). */
final class MadeDependencies {
    private MadeDependencies() {}

    /**
     * The files behind the colon.
     *
     * @param directory against which the compiler's relative names count
     */
    static List<Path> parse(String rule, Path directory) {
        String joined = rule.replace("\\\n", " ");
        List<Path> files = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        String behind = joined.substring(joined.indexOf(": ") + 1) + " ";
        for (int index = 0; index < behind.length(); index++) {
            char letter = behind.charAt(index);
            char next = index + 1 < behind.length() ? behind.charAt(index + 1) : ' ';
            if ((letter == '\\' && (next == ' ' || next == '#')) || (letter == '$' && next == '$')) {
                word.append(next);
                index++;
            } else if (!Character.isWhitespace(letter)) {
                word.append(letter);
            } else if (word.length() > 0) {
                files.add(directory.resolve(word.toString()).normalize());
                word.setLength(0);
            }
        }
        return files;
    }
}
