package org.hpvm.sdk.memory;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of one share, in the program's memory and in its shadow. Not thread-safe. */
public interface SharedBytes extends Closeable {
    /** Brings the shadow up to date with the program's memory, and tells what was changed since the last call. */
    Changes takeChanges() throws IOException;

    /**
     * Brings the program's memory up to date with {@code [start, end)} of the shadow, which the cluster has written.
     */
    void merged(long start, long end) throws IOException;

    /** Bytes of the share. */
    long size();
}
