package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.util.Optional;
import org.hpvm.container.wire.FrameException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.TaskReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The spawn of a parent, on a thread of its own, so that the parent can be heard meanwhile. Thread-safe. */
final class RunningSpawn {
    private static final Logger LOG = LoggerFactory.getLogger(RunningSpawn.class);
    private static final long END_MILLISECONDS = 20_000;

    private final ParentSocket parent;
    private final UnseenFailure unseen;
    private final ParentArguments arguments;
    private final Thread thread;
    private @Nullable SpawnCall call;
    private boolean isCancelled;
    private boolean isOver;

    /** What the spawn does, from the checks to the fetching of its result. */
    @FunctionalInterface
    interface Work {
        void run(RunningSpawn spawn) throws IOException, InterruptedException;
    }

    RunningSpawn(ParentSocket parent, UnseenFailure unseen, long tasks, Work work) {
        this.parent = parent;
        this.unseen = unseen;
        this.arguments = new ParentArguments(parent, tasks);
        this.thread = new Thread(() -> run(work), "spawn");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run(Work work) {
        try {
            try {
                work.run(this);
                end();
                parent.send(ParentFrames.spawnDone());
            } catch (FrameException e) {
                throw e;
            } catch (IOException e) {
                HpvmException failure = HpvmException.of(e, ErrorCode.UNAVAILABLE, "spawn");
                unseen.note(failure);
                end();
                parent.send(ParentFrames.spawnFailed(failure));
            }
        } catch (IOException e) {
            LOG.warn("the spawn broke off: {}", e.getMessage());
            closeLink();
        } catch (RuntimeException | Error e) {
            LOG.error("the spawn broke off", e);
            closeLink();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /** After what nobody understands, the parent must not wait for an answer. */
    private void closeLink() {
        try {
            parent.close();
        } catch (IOException e) {
            LOG.debug("close the link to the parent", e);
        }
    }

    /** Before the parent is told: what it sends next is no part of the spawn. */
    private synchronized void end() {
        isOver = true;
    }

    synchronized boolean isOver() {
        return isOver;
    }

    ParentArguments arguments() {
        return arguments;
    }

    /** The spawn is about to be told to the server. */
    synchronized SpawnCall calls(SpawnCall made) throws IOException {
        call = made;
        if (isCancelled) {
            made.cancel();
        }
        return made;
    }

    /** Ends it soon, as far as it is not over. */
    synchronized void cancel() throws IOException {
        isCancelled = true;
        if (call != null && !isOver) {
            call.cancel();
        }
    }

    /** What is known of a task. */
    TaskReply task(long id) throws IOException {
        Optional<SpawnCall> known = known();
        if (known.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID, "tell the status of task " + id + ": the spawn has not reached the server");
        }
        return known.get().task(id);
    }

    private synchronized Optional<SpawnCall> known() {
        return Optional.ofNullable(call);
    }

    /** The parent has gone: ends the spawn, and waits until nothing runs that uses the parent's shares. */
    void abandon(IOException why) throws IOException, InterruptedException {
        arguments.end(why);
        try {
            cancel();
        } finally {
            // Not interrupted at once: it may be in the middle of a write to HDFS, which others go on with.
            thread.join(END_MILLISECONDS);
            thread.interrupt();
            thread.join(END_MILLISECONDS);
        }
    }

    /** Waits for the thread, which has nothing left to do once the spawn is over. */
    void join() throws InterruptedException {
        thread.join();
    }
}
