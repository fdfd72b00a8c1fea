package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hpvm.container.wire.FrameException;
import org.hpvm.proto.client.ArgumentChunk;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one spawn's tasks: the spawn asks, and whoever reads the parent's frames brings the answer.
 * Thread-safe.
 */
final class ParentArguments implements SpawnCall.Arguments {
    private static final int TASKS_A_TIME = 4096;

    private final ParentSocket parent;
    private final long tasks;
    private @Nullable CompletableFuture<ArgumentChunk> asked;
    private long askedFirst;
    private Optional<IOException> end = Optional.empty();

    ParentArguments(ParentSocket parent, long tasks) {
        this.parent = parent;
        this.tasks = tasks;
    }

    /** Waits for as long as the program's callback takes, or until the link to it has ended. */
    @Override
    public ArgumentChunk next(long first) throws IOException {
        CompletableFuture<ArgumentChunk> answer = ask(first);
        parent.send(ParentFrames.argumentsWanted(first, (int) Math.min(TASKS_A_TIME, tasks - first)));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("wait for the arguments of task " + first);
        }
    }

    private synchronized CompletableFuture<ArgumentChunk> ask(long first) throws IOException {
        if (end.isPresent()) {
            throw end.get();
        }
        asked = new CompletableFuture<>();
        askedFirst = first;
        return asked;
    }

    /** Takes what the parent has sent. */
    synchronized void answer(ArgumentChunk chunk) throws FrameException {
        if (asked == null || chunk.getFirst() != askedFirst || chunk.getCount() < 1) {
            throw new FrameException("arguments of " + chunk.getCount() + " tasks from " + chunk.getFirst()
                    + " on, which nobody has asked for");
        }
        asked.complete(chunk);
        asked = null;
    }

    /** There are no more arguments: the program refuses, or has gone. */
    synchronized void end(IOException why) {
        end = Optional.of(why);
        if (asked != null) {
            asked.completeExceptionally(why);
        }
    }
}
