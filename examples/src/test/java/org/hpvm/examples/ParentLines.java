package org.hpvm.examples;

import java.util.List;
import org.assertj.core.api.SoftAssertions;

/** What a test parent printed; every line that is asked for and not there is told at the end. */
final class ParentLines {
    private final List<String> lines;
    private final SoftAssertions faults = new SoftAssertions();

    ParentLines(String out) {
        lines = out.lines().toList();
    }

    /** A line of {@code bad_calls}. */
    void said(String what, int code, String part) {
        faults.assertThat(lines).anyMatch(line -> line.startsWith(what + "|" + code + "|") && line.contains(part));
    }

    /** A line of {@code spawn_trees}: a spawn that failed, after which nothing is merged. */
    void failed(String tree, int code, String part) {
        faults.assertThat(lines)
                .anyMatch(line -> line.startsWith(tree + ": " + code + " 0 0 0 0 0 0 0 0 ") && line.contains(part));
    }

    /** A line of {@code spawn_trees}: a spawn that succeeded, and what is in the share. */
    void ran(String tree, String output) {
        faults.assertThat(lines).anyMatch(line -> line.equals(tree + ": 0 " + output + " "));
    }

    void assertAll() {
        faults.assertAll();
    }
}
