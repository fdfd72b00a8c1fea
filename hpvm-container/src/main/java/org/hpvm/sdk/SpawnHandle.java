package org.hpvm.sdk;

import java.util.concurrent.ExecutionException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** A spawn under way. Thread-safe. */
public final class SpawnHandle {
    private final long tasks;
    private final SpawnConversation conversation;
    private volatile boolean isJoined;
    private volatile boolean isReplaced;

    SpawnHandle(long tasks, SpawnConversation conversation) {
        this.tasks = tasks;
        this.conversation = conversation;
    }

    /** How many tasks were spawned. */
    public long tasks() {
        return tasks;
    }

    /**
     * Waits until all tasks are done, which takes as long as they take; then everything that they merged is in memory.
     * Called again, it gives the same answer.
     *
     * @throws HpvmException with what the server found if the spawn failed; nothing was merged then
     * @throws InterruptedException if the waiting thread was interrupted; the spawn goes on
     */
    public void join() throws HpvmException, InterruptedException {
        try {
            conversation.done().get();
            isJoined = true;
        } catch (ExecutionException e) {
            isJoined = true;
            throw HpvmException.of(e.getCause() == null ? e : e.getCause(), ErrorCode.INTERNAL, "spawn");
        }
    }

    /** How many tasks are done, as far as is known here; never waits. */
    public long progress() {
        return isOver() && !conversation.done().isCompletedExceptionally() ? tasks : conversation.tasksDone();
    }

    /** Whether {@link #join} would return at once. */
    public boolean isOver() {
        return conversation.done().isDone();
    }

    /**
     * Ends the spawn: {@link #join} soon throws {@code CANCELLED}, and nothing is merged. One that is over is left as
     * it is.
     *
     * @throws HpvmException with {@code GATEWAY} if the link is lost
     */
    public void cancel() throws HpvmException {
        conversation.cancel();
    }

    /**
     * What a task is doing, or how it went. While the spawn runs any thread may ask; after that only the session's, and
     * until its next call.
     *
     * @param task id, from 0
     * @throws HpvmException with {@code RANGE} if there is no such task, with {@code INVALID} if another spawn has
     *     begun or this one has not reached the server
     */
    public TaskStatus status(long task) throws HpvmException, InterruptedException {
        if (isReplaced) {
            throw new HpvmException(
                    ErrorCode.INVALID, "ask about task " + task + ": the session has gone on to another spawn");
        }
        return conversation.status(task);
    }

    /** Another spawn is about to begin. */
    void replace() {
        isReplaced = true;
    }

    /** Whether the program has learnt how it ended. */
    boolean isJoined() {
        return isJoined;
    }
}
