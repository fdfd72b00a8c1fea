package org.hpvm.dfs.share;

import org.jspecify.annotations.Nullable;

/**
 * The content of a share as one spawn sees it: the extents, else the base, else zeros.
 *
 * @param number counts from 0 and grows with each change
 */
public record ShareVersion(long number, @Nullable BaseFile base, ExtentMap extents) {
    public static final ShareVersion ZEROS = new ShareVersion(0, null, ExtentMap.EMPTY);

    /** The next version: newer extents laid over this one. */
    public ShareVersion with(ExtentMap newer) {
        return newer.isEmpty() ? this : new ShareVersion(number + 1, base, extents.under(newer));
    }

    /** The next version: a new base, which replaces all there was. */
    public ShareVersion with(BaseFile newBase) {
        return new ShareVersion(number + 1, newBase, ExtentMap.EMPTY);
    }
}
