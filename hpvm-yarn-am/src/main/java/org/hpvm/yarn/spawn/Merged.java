package org.hpvm.yarn.spawn;

import org.hpvm.dfs.share.Extent;
import org.hpvm.model.ByteRange;

/** What a task has merged, and where its bytes stand. */
record Merged(long task, Extent extent) {

    /** That a task has touched bytes of a share. */
    record Touch(long task, ByteRange range) {}

    Touch touch() {
        return new Touch(task, extent.range());
    }
}
