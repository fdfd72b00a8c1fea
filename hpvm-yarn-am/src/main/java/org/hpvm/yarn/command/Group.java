package org.hpvm.yarn.command;

import java.util.List;
import java.util.Optional;

/**
 * Commands about one thing: {@code hpvm app ls}, {@code hpvm app kill}.
 *
 * @param words in the order in which the help lists them
 */
public record Group(String name, String summary, List<Word> words) implements Word {
    public Group {
        words = List.copyOf(words);
    }

    Optional<Word> word(String named) {
        return words.stream().filter(word -> word.name().equals(named)).findFirst();
    }
}
