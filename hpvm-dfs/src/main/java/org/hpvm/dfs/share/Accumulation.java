package org.hpvm.dfs.share;

import java.util.List;
import org.hpvm.dfs.fold.Combination;
import org.hpvm.model.ByteRange;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;

/**
 * What the tasks of a spawn have contributed to a share with one operation.
 *
 * @param contributions in the order of tasks and, within a task, of its calls; they may overlap
 */
public record Accumulation(Combination combination, List<Extent> contributions) {

    public Accumulation {
        contributions = List.copyOf(contributions);
    }

    /** The bytes that have a contribution, ascending. */
    public List<ByteRange> touched() {
        RangeSet touched = new RangeSet();
        contributions.forEach(extent -> touched.add(extent.start(), extent.end()));
        return touched.ranges().stream()
                .map((IdRange range) -> new ByteRange(range.start(), range.end()))
                .toList();
    }
}
