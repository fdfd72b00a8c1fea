package org.hpvm.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Ranges of ids as they travel: first, count, first, count, … */
public final class Runs {
    private Runs() {}

    public static List<IdRange> read(List<Long> firstsAndCounts) {
        List<IdRange> ranges = new ArrayList<>(firstsAndCounts.size() / 2);
        for (int at = 0; at + 1 < firstsAndCounts.size(); at += 2) {
            ranges.add(new IdRange(firstsAndCounts.get(at), firstsAndCounts.get(at) + firstsAndCounts.get(at + 1)));
        }
        return ranges;
    }

    public static List<Long> write(Collection<IdRange> ranges) {
        List<Long> firstsAndCounts = new ArrayList<>(2 * ranges.size());
        for (IdRange range : ranges) {
            firstsAndCounts.add(range.start());
            firstsAndCounts.add(range.count());
        }
        return firstsAndCounts;
    }
}
