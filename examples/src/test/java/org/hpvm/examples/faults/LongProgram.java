package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Path;

/** A program that spawns again and again until it is told to end, and whose answer is known. */
interface LongProgram {
    /** Starts it on a cluster. */
    RunningCommand start(Path conf, String... options) throws IOException;

    /** How many rounds are done: after each something was spawned, and the answer was there. */
    long done(RunningCommand run) throws IOException;

    /** Lets the round under way be the last. */
    void end() throws IOException;

    /** Fails if any of its answers was wrong. */
    void requireRight(RunningCommand run) throws IOException;
}
