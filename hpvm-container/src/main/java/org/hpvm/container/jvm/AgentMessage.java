package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.TaskChunk;

/** What the agent says to this worker. */
sealed interface AgentMessage {

    /**
     * The first word.
     *
     * @param ringPath empty if there is no ring
     * @param ringBytes size of its data area
     */
    record Welcome(String ringPath, long ringBytes, String machine, String leaf) implements AgentMessage {}

    /** The tasks that follow belong to another spawn than those before. */
    record Spawn(ByteOrder parentByteOrder, int parentLongBytes) implements AgentMessage {}

    record Tasks(TaskChunk chunk) implements AgentMessage {}

    record ShareGiven(ShareView view) implements AgentMessage {}

    /**
     * The agent cannot give the share.
     *
     * @param status negative, of the error table
     */
    record ShareRefused(int status, String message) implements AgentMessage {}

    /**
     * The worker may go on merging.
     *
     * @param consumed position up to which the ring is free again
     */
    record Credit(long consumed) implements AgentMessage {}

    /** There is nothing more to read; with a fault, since it made no sense. */
    record End(Optional<IOException> fault) implements AgentMessage {}
}
