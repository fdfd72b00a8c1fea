package org.hpvm.sdk.memory;

import org.hpvm.model.RangeSet;

/**
 * What has become of a share's bytes since the cluster was told last.
 *
 * @param written these have new content, which stands in the shadow
 * @param cleared these are zero again
 */
public record Changes(RangeSet written, RangeSet cleared) {

    static Changes none() {
        return new Changes(new RangeSet(), new RangeSet());
    }

    void write(long start, long end) {
        cleared.remove(start, end);
        written.add(start, end);
    }

    void clear(long start, long end) {
        written.remove(start, end);
        cleared.add(start, end);
    }

    public boolean isEmpty() {
        return written.isEmpty() && cleared.isEmpty();
    }
}
