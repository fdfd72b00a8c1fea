package org.hpvm.container.build;

import java.util.Arrays;
import java.util.List;

/**
 * A compiler as a row of {@code toolchains.properties} names it.
 *
 * @param words a program, and the flags that make it build for the row's leaf
 */
public record CompilerCommand(List<String> words) {

    public CompilerCommand {
        words = List.copyOf(words);
        if (words.isEmpty() || words.get(0).startsWith("-")) {
            throw new IllegalArgumentException("\"" + String.join(" ", words) + "\" does not begin with a compiler");
        }
    }

    /** Reads words between white space. */
    static CompilerCommand parse(String text) {
        return new CompilerCommand(Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList());
    }

    /** The program, as it is looked for on {@code PATH}. */
    public String program() {
        return words.get(0);
    }

    public List<String> flags() {
        return words.subList(1, words.size());
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
