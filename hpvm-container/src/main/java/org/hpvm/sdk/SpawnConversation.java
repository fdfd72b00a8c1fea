package org.hpvm.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.sdk.gateway.ArgumentBlocks;
import org.hpvm.sdk.gateway.GatewayLink;
import org.hpvm.sdk.gateway.GatewayMessage;
import org.hpvm.sdk.gateway.GatewayMessage.ArgumentsWanted;
import org.hpvm.sdk.gateway.GatewayMessage.Merged;
import org.hpvm.sdk.gateway.GatewayMessage.SpawnDone;
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

    @Override
    public void run() {
        try {
            end(converse());
            done.complete(null);
        } catch (Throwable e) { // also errors: whoever joins must be told
            done.completeExceptionally(e);
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
