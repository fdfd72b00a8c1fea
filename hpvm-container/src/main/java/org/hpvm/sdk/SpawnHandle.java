package org.hpvm.sdk;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** A spawn under way. Thread-safe. */
public final class SpawnHandle {
    private final long tasks;
    private final CompletableFuture<Void> done;
    private volatile boolean isJoined;

    SpawnHandle(long tasks, CompletableFuture<Void> done) {
        this.tasks = tasks;
        this.done = done;
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
            done.get();
            isJoined = true;
        } catch (ExecutionException e) {
            isJoined = true;
            throw HpvmException.of(e.getCause() == null ? e : e.getCause(), ErrorCode.INTERNAL, "spawn");
        }
    }

    /** Whether the program has learnt how it ended. */
    boolean isJoined() {
        return isJoined;
    }
}
