package org.hpvm.settings;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that somebody may have meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * The known word with the least edit distance; the first in alphabetical order among equals.
     *
     * @param known at least one
     */
    public static String to(String word, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .sorted()
                .min(Comparator.comparingInt(candidate -> distance.apply(word, candidate)))
                .orElseThrow();
    }
}
