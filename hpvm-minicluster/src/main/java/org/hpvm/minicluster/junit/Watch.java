package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Watches one kind of thing that a test may leave behind. */
interface Watch {
    /** What it watches, in the plural. */
    String kind();

    /** How long after a test such a thing may still go away by itself. */
    Duration patience();

    /** A test begins: what is there now is not its fault. */
    default void begin() throws IOException {}

    /** What is there now and was left by the test, as people know it. */
    List<String> left() throws IOException;

    /** Removes what is left. */
    void clean() throws IOException, InterruptedException;
}
