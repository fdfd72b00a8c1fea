package org.hpvm.sdk;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes the argument block of each task. Called once an id, in order from 0, as tasks are dispatched. */
@FunctionalInterface
public interface TaskArguments {
    /** No task has arguments. */
    TaskArguments NONE = id -> null;

    /**
     * The block of one task, copied before the next call: a buffer may be used again.
     *
     * @return what remains are the bytes; elements wider than a byte stand in the machine's byte order, and so a block
     *     that is not empty must have that order; {@link Elements#bytes()} has. {@code null} for no arguments
     */
    @Nullable
    ByteBuffer of(long id);
}
