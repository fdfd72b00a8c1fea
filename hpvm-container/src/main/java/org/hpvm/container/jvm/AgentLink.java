package org.hpvm.container.jvm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.hpvm.container.jvm.AgentMessage.Credit;
import org.hpvm.container.jvm.AgentMessage.End;
import org.hpvm.container.jvm.AgentMessage.ShareGiven;
import org.hpvm.container.jvm.AgentMessage.ShareRefused;
import org.hpvm.container.jvm.AgentMessage.Spawn;
import org.hpvm.container.jvm.AgentMessage.Tasks;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The worker's end of the pipes. A thread of its own reads, so that the agent can always get rid of what it sends, even
 * while this end is busy writing; all else is for the thread that runs tasks.
 */
final class AgentLink {
    private final FrameReader reader;
    private final OutputStream output;
    private final AgentMessageReader messages = new AgentMessageReader();
    private final BlockingQueue<AgentMessage> arrived = new LinkedBlockingQueue<>();
    private final Queue<AgentMessage> kept = new ArrayDeque<>();
    private boolean withinFrame;
    private Optional<End> end = Optional.empty();

    AgentLink(ReadableByteChannel input, OutputStream output) {
        this.reader = new FrameReader(input);
        this.output = output;
    }

    /** Starts to read. The thread is a daemon and ends with the input. */
    void open() {
        Thread thread = new Thread(this::readAll, "agent-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll() {
        Optional<IOException> fault = Optional.empty();
        try {
            Optional<Frame> frame = reader.read();
            while (frame.isPresent()) {
                arrived.add(messages.read(frame.get()));
                frame = reader.read();
            }
        } catch (IOException e) {
            fault = Optional.of(e);
        }
        arrived.add(new End(fault));
    }

    /** Waits for the next message; once the end was met there is nothing but the end. */
    AgentMessage next() {
        if (end.isPresent()) {
            return end.get();
        }
        return kept.isEmpty() ? take() : kept.remove();
    }

    /**
     * Waits without a limit, since an idle worker waits until the agent ends it, and through interruptions, since only
     * a kernel interrupts this thread and the answer it asked for would be met by another.
     */
    private AgentMessage take() {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    AgentMessage message = arrived.take();
                    if (message instanceof End met) {
                        end = Optional.of(met);
                    }
                    return message;
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Says whether the frame of tasks under way has more of them after the one that runs. */
    void setWithinFrame(boolean isWithinFrame) {
        withinFrame = isWithinFrame;
    }

    /** Whether a task has come that is to be run after the one that runs. */
    boolean hasWaitingTask() {
        return withinFrame || !kept.isEmpty() || !arrived.isEmpty();
    }

    /** How the input ended, if it has. */
    Optional<End> end() {
        return end;
    }

    void send(ByteBuffer frame) throws IOException {
        try {
            output.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
        } catch (IOException e) {
            end = Optional.of(new End(Optional.empty())); // the agent has gone: nobody is left to be told
            throw e;
        }
    }

    /**
     * Waits for the answer to SHARE_WANTED.
     *
     * @throws HpvmException what the agent found, or {@code GATEWAY} if it has gone
     */
    ShareView awaitShare(String name) throws HpvmException {
        AgentMessage answer = await(name);
        if (answer instanceof ShareGiven given) {
            return given.view();
        }
        if (answer instanceof ShareRefused refused) {
            throw new HpvmException(ErrorCode.ofStatus(refused.status()), refused.message());
        }
        throw unexpected(answer);
    }

    /** Waits for CREDIT: the position up to which the ring is free. */
    long awaitCredit() throws HpvmException {
        AgentMessage answer = await("room for merges");
        if (answer instanceof Credit credit) {
            return credit.consumed();
        }
        throw unexpected(answer);
    }

    private AgentMessage await(String what) throws HpvmException {
        while (end.isEmpty()) {
            AgentMessage message = take();
            if (message instanceof Tasks || message instanceof Spawn) {
                kept.add(message);
            } else if (!(message instanceof End)) {
                return message;
            }
        }
        throw new HpvmException(ErrorCode.GATEWAY, "wait for " + what + ": the agent has gone");
    }

    private HpvmException unexpected(AgentMessage message) {
        return broken(new FrameException(
                "a message where another was asked for: " + message.getClass().getSimpleName()));
    }

    /** Ends the link because of what the agent said; nothing is read from it any more. */
    HpvmException broken(FrameException fault) {
        end = Optional.of(new End(Optional.of(fault)));
        return new HpvmException(ErrorCode.INTERNAL, String.valueOf(fault.getMessage()), fault);
    }
}
