package org.hpvm.yarn.shares;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.Extent;

/** The records of the journal that something names, by number. Not thread-safe. */
public final class NamedRecords {
    private final Set<Long> numbers = new HashSet<>();

    public void add(Collection<Extent> extents) {
        for (Extent extent : extents) {
            RecordPlace place = extent.place();
            if (place != null && place.isInJournal()) {
                numbers.add(place.offset());
            }
        }
    }

    boolean has(long number) {
        return numbers.contains(number);
    }
}
