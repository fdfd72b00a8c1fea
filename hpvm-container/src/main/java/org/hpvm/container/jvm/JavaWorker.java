package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.hpvm.container.jvm.AgentMessage.End;
import org.hpvm.container.jvm.AgentMessage.Spawn;
import org.hpvm.container.jvm.AgentMessage.Tasks;
import org.hpvm.container.jvm.AgentMessage.Welcome;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.ByteOrders;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Kernel;

/** Runs the tasks that the agent sends, one after the other, until it sends no more. One thread's alone. */
final class JavaWorker {
    private static final int HELLO = 1;
    private static final int MAGIC = 0x4D565048;
    private static final int VERSION = 1;
    private static final int PAGE_BYTES = 4096; // of no effect: maps made by Java need no file of whole pages

    private final Kernel kernel;
    private final AgentLink link;
    private final OutputFile output;
    private final Welcome welcome;
    private final Optional<MergeRing> ring;
    private final Results results;
    private final Merges merges;
    private final WorkerShares shares;
    private Spawn spawn = new Spawn(ByteOrder.nativeOrder(), Long.BYTES);
    private boolean hasSpawn;
    private long lastOutput;

    private JavaWorker(Kernel kernel, AgentLink link, OutputFile output, Welcome welcome) throws IOException {
        this.kernel = kernel;
        this.link = link;
        this.output = output;
        this.welcome = welcome;
        this.ring = welcome.ringPath().isEmpty()
                ? Optional.empty()
                : Optional.of(MergeRing.map(Path.of(welcome.ringPath()), welcome.ringBytes()));
        this.results = new Results(link, System::nanoTime);
        this.merges = new Merges(link, results, ring);
        this.shares = new WorkerShares(link);
        this.lastOutput = output.bytes();
    }

    /**
     * Says hello and works until the agent closes the pipe.
     *
     * @throws FrameException if the agent did not speak the protocol
     */
    static void work(Kernel kernel, AgentLink link, OutputFile output) throws IOException {
        link.send(hello());
        AgentMessage first = link.next();
        if (first instanceof Welcome welcome) {
            new JavaWorker(kernel, link, output, welcome).workUntilEnd();
        } else {
            requireSound(first);
        }
    }

    private static ByteBuffer hello() {
        return new FrameBuilder(HELLO)
                .i32(MAGIC)
                .u16(VERSION)
                .u8(ByteOrders.number(ByteOrder.nativeOrder()))
                .u8(Long.BYTES)
                .u8(Long.BYTES)
                .u8(0)
                .i32(PAGE_BYTES)
                .string("hpvm-java " + Runtime.version().feature())
                .build();
    }

    private void workUntilEnd() throws IOException {
        AgentMessage message = link.next();
        while (!(message instanceof End)) {
            if (message instanceof Spawn next) {
                spawn = next;
                hasSpawn = true;
                shares.forget();
            } else if (message instanceof Tasks tasks && hasSpawn) {
                runAll(tasks.chunk());
            } else {
                throw new FrameException("a message that was not asked for: "
                        + message.getClass().getSimpleName());
            }
            message = link.next();
        }
        requireSound(message);
    }

    private static void requireSound(AgentMessage end) throws IOException {
        if (end instanceof End met && met.fault().isPresent()) {
            throw met.fault().get();
        }
    }

    private void runAll(TaskChunk chunk) throws IOException {
        ByteBuffer blocks = chunk.blocks();
        int at = 0;
        for (int index = 0; index < chunk.count() && link.end().isEmpty(); index++) {
            link.setWithinFrame(index + 1 < chunk.count());
            run(chunk.first() + index, blocks.slice(at, chunk.size(index)));
            at += chunk.size(index);
        }
    }

    private void run(long id, ByteBuffer arguments) throws IOException {
        RunningTask task = new RunningTask(id, arguments, this);
        ring.ifPresent(present -> present.begin(id, lastOutput));
        Optional<Throwable> failure = Optional.empty();
        try (task) {
            kernel.run(task);
        } catch (Throwable e) { // also errors: a stack that overflowed ends the task, not the worker
            failure = Optional.of(e);
            e.printStackTrace(output.stream());
        }
        Thread.interrupted(); // else the next use of a channel would close it
        ring.ifPresent(MergeRing::end);
        if (link.end().isPresent()) {
            return; // what the task met is the end of the link, not a failure of its own
        }
        end(task, failure);
        results.sendIfDue();
    }

    private void end(RunningTask task, Optional<Throwable> failure) throws IOException {
        long start = lastOutput;
        lastOutput = output.bytes();
        if (failure.isEmpty() && !task.hasMerged() && start == lastOutput) {
            results.ran(task.id());
        } else {
            results.done(
                    task.id(),
                    failure.map(JavaWorker::status).orElse(0),
                    start,
                    lastOutput,
                    failure.map(JavaWorker::sentence).orElse(""));
        }
    }

    private static int status(Throwable failure) {
        return (failure instanceof HpvmException ours ? ours.code() : ErrorCode.TASK).status();
    }

    private static String sentence(Throwable failure) {
        return failure instanceof HpvmException ours ? String.valueOf(ours.getMessage()) : failure.toString();
    }

    AgentLink link() {
        return link;
    }

    Welcome welcome() {
        return welcome;
    }

    Spawn spawn() {
        return spawn;
    }

    WorkerShares shares() {
        return shares;
    }

    Merges merges() {
        return merges;
    }
}
