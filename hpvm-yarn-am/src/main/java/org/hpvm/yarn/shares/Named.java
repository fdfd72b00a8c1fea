package org.hpvm.yarn.shares;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ShareVersion;

/** What somebody may still read: filled by all that name bytes, asked by what removes the rest. */
public final class Named {
    private final Set<Long> segments = new HashSet<>();
    private final Set<Long> journal = new HashSet<>();
    private final Set<Path> bases = new HashSet<>();

    public void add(ShareVersion version) {
        BaseFile base = version.base();
        if (base != null) {
            bases.add(base.path());
        }
        add(version.extents().extents());
    }

    public void add(Collection<Extent> extents) {
        extents.forEach(this::add);
    }

    public void add(Extent extent) {
        RecordPlace place = extent.place();
        if (place != null && place.isInJournal()) {
            journal.add(place.offset());
        } else if (place != null) {
            segments.add(place.segment());
        }
    }

    boolean hasSegment(long segment) {
        return segments.contains(segment);
    }

    boolean hasRecord(long number) {
        return journal.contains(number);
    }

    boolean hasBase(Path base) {
        return bases.contains(base);
    }
}
