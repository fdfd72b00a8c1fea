package org.hpvm.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.sdk.gateway.ArgumentBlocks;
import org.hpvm.sdk.gateway.GatewayLink;
import org.hpvm.sdk.gateway.GatewayMessage;
import org.hpvm.sdk.gateway.GatewayMessage.ArgumentsWanted;
import org.hpvm.sdk.gateway.GatewayMessage.Merged;
import org.hpvm.sdk.gateway.GatewayMessage.Progress;
import org.hpvm.sdk.gateway.GatewayMessage.SpawnDone;
import org.hpvm.sdk.gateway.GatewayMessage.TaskAnswer;
import org.hpvm.sdk.gateway.ParentFrames;
import org.hpvm.sdk.memory.SharedBytes;

/** What is said between SPAWN and SPAWN_DONE: runs on a thread of its own, which has the link to itself meanwhile. */
final class SpawnConversation implements Runnable {
    private final GatewayLink link;
    private final Map<String, SharedBytes> shares;
    private final long tasks;
    private final TaskArguments arguments;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private Optional<HpvmException> ownFailure = Optional.empty();
    private final Deque<CompletableFuture<TaskAnswer>> questions = new ArrayDeque<>();
    private volatile long tasksDone;
    private boolean isReading = true;
    private long next;

    SpawnConversation(GatewayLink link, Map<String, SharedBytes> shares, long tasks, TaskArguments arguments) {
        this.link = link;
        this.shares = Map.copyOf(shares);
        this.tasks = tasks;
        this.arguments = arguments;
    }

    /** Completed when the spawn has ended and its merges are in memory. */
    CompletableFuture<Void> done() {
        return done;
    }

    /** How many tasks are done, as far as is known here. */
    long tasksDone() {
        return tasksDone;
    }

    void cancel() throws HpvmException {
        if (!done.isDone()) {
            link.send(ParentFrames.cancel());
        }
    }

    /** Asks the gateway about a task; while this conversation goes on, its thread takes the answer. */
    TaskStatus status(long task) throws HpvmException, InterruptedException {
        TaskAnswer answer = ask(task);
        if (answer.status() != 0) {
            throw link.failure(answer.status(), answer.message());
        }
        try {
            return new TaskStatus(
                    TaskStatus.State.ofNumber(answer.state()),
                    answer.attempts(),
                    answer.machine(),
                    answer.leaf(),
                    answer.cause());
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.GATEWAY, "ask about task " + task + ": " + e.getMessage(), e);
        }
    }

    private TaskAnswer ask(long task) throws HpvmException, InterruptedException {
        CompletableFuture<TaskAnswer> answer = new CompletableFuture<>();
        synchronized (questions) {
            link.send(ParentFrames.task(task));
            if (!isReading) {
                GatewayMessage message = link.receive();
                if (message instanceof TaskAnswer told) {
                    return told;
                }
                throw new HpvmException(ErrorCode.GATEWAY, "ask about task " + task + ": found " + message);
            }
            questions.add(answer);
        }
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw HpvmException.of(
                    e.getCause() == null ? e : e.getCause(), ErrorCode.GATEWAY, "ask about task " + task);
        }
    }

    @Override
    public void run() {
        try {
            SpawnDone spawnDone = converse();
            answerQuestions();
            end(spawnDone);
            done.complete(null);
        } catch (Throwable e) { // also errors: whoever joins must be told
            endQuestions(e);
            done.completeExceptionally(e);
        }
    }

    /** The answers to what was asked before the end come after it. */
    private void answerQuestions() throws IOException {
        while (isAsked()) {
            answer(link.receive());
        }
    }

    private boolean isAsked() {
        synchronized (questions) {
            isReading = !questions.isEmpty();
            return isReading;
        }
    }

    private void endQuestions(Throwable why) {
        synchronized (questions) {
            isReading = false;
            questions.forEach(question -> question.completeExceptionally(why));
            questions.clear();
        }
    }

    private void answerQuestion(TaskAnswer answer) throws HpvmException {
        synchronized (questions) {
            CompletableFuture<TaskAnswer> question = questions.poll();
            if (question == null) {
                throw new HpvmException(ErrorCode.GATEWAY, "wait for a spawn: found the answer to no question");
            }
            question.complete(answer);
        }
    }

    /** After a failure of its own the link is closed: nobody knows any more what would be read next. */
    private SpawnDone converse() throws IOException {
        boolean hasEnded = false;
        try {
            GatewayMessage message = link.receive();
            while (!(message instanceof SpawnDone)) {
                answer(message);
                message = link.receive();
            }
            hasEnded = true;
            return (SpawnDone) message;
        } finally {
            if (!hasEnded) {
                link.close();
            }
        }
    }

    private void answer(GatewayMessage message) throws IOException {
        if (message instanceof ArgumentsWanted wanted) {
            if (ownFailure.isEmpty()) {
                tell(wanted);
            }
        } else if (message instanceof Progress progress) {
            tasksDone = progress.done();
        } else if (message instanceof TaskAnswer answer) {
            answerQuestion(answer);
        } else if (message instanceof Merged merged) {
            SharedBytes share = shares.get(merged.name());
            if (share == null) {
                throw new HpvmException(
                        ErrorCode.GATEWAY, "the gateway merged into the unknown share " + merged.name());
            }
            for (ByteRange range : merged.ranges()) {
                if (range.end() > share.size()) {
                    throw new HpvmException(
                            ErrorCode.GATEWAY, "the gateway merged beyond the end of share " + merged.name());
                }
                share.merged(range.start(), range.end());
            }
        } else {
            throw new HpvmException(ErrorCode.GATEWAY, "wait for a spawn: found " + message);
        }
    }

    private void tell(ArgumentsWanted wanted) throws HpvmException {
        if (wanted.first() != next || wanted.count() < 1 || wanted.count() > tasks - next) {
            throw new HpvmException(
                    ErrorCode.GATEWAY,
                    "the gateway wants arguments of " + wanted.count() + " tasks from " + wanted.first()
                            + " on; next is " + next + " of " + tasks);
        }
        ArgumentBlocks blocks = new ArgumentBlocks(next);
        try {
            while (blocks.count() < wanted.count() && !blocks.isFull()) {
                blocks.add(block(next));
                next++;
            }
        } catch (HpvmException e) {
            ownFailure = Optional.of(e);
            link.send(ParentFrames.failed(e.code(), "spawn", String.valueOf(e.getMessage())));
            return;
        }
        link.send(blocks.build());
    }

    private ByteBuffer block(long id) throws HpvmException {
        ByteBuffer block;
        try {
            block = arguments.of(id);
        } catch (RuntimeException | Error e) { // an error of the program's ends its spawn, not this thread alone
            throw new HpvmException(ErrorCode.INVALID, "make the arguments of task " + id + ": " + e, e);
        }
        if (block == null || !block.hasRemaining()) {
            return ByteBuffer.allocate(0);
        }
        if (block.order() != ByteOrder.nativeOrder()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "take the arguments of task " + id + ": the buffer is " + block.order()
                            + ", this machine is not; call order(ByteOrder.nativeOrder()) before filling it");
        }
        if (block.remaining() > ArgumentBlocks.MOST_BLOCK_BYTES) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "take the arguments of task " + id + ": they have " + block.remaining() + " bytes, "
                            + ArgumentBlocks.MOST_BLOCK_BYTES + " is the most; share what is larger");
        }
        return block;
    }

    private void end(SpawnDone spawnDone) throws HpvmException {
        if (ownFailure.isPresent()) {
            link.send(ParentFrames.errorSeen());
            throw ownFailure.get();
        }
        if (spawnDone.status() != 0) {
            throw link.failure(spawnDone.status(), spawnDone.message());
        }
    }
}
