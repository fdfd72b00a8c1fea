package org.hpvm.container.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hpvm.container.image.ShareImages;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.output.OutputFollower;
import org.hpvm.container.output.Printer;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * A worker that has said hello, and what it is at: its spawn, its shares, its tasks. Used by its slot's thread alone,
 * but for the watch.
 */
final class RunningWorker implements AutoCloseable {
    /**
     * A task's pieces are told in one report, and that is an entry of the journal. Less than what may wait for a
     * report, since a task has some more under way when it is ended.
     */
    private static final long MOST_PIECES_OF_A_TASK = 1_200_000;

    private final Leaf leaf;
    private final WorkerProcess process;
    private final WorkerMessage.Hello hello;
    private final ShareImages images;
    private final InFlight inFlight = new InFlight();
    private final Map<Integer, ShareView> shares = new HashMap<>();
    private final TaskWatch watch;
    private final OutputFollower output;
    private volatile @Nullable SpawnOnMachine spawn;
    private final List<MergedRecord> held = new ArrayList<>();
    private int spilled;
    private long consumed;
    private long lastOutput;
    private volatile OptionalLong cancelled = OptionalLong.empty();
    private volatile boolean unneeded;

    private RunningWorker(
            Leaf leaf, WorkerProcess process, WorkerMessage.Hello hello, ShareImages images, OutputFollower output) {
        this.leaf = leaf;
        this.process = process;
        this.hello = hello;
        this.images = images;
        this.watch = new TaskWatch(process);
        this.output = output;
    }

    /**
     * Waits for a started worker's hello.
     *
     * @throws FrameException if it ended or said something else; the process is left to the caller
     */
    static RunningWorker greet(Leaf leaf, WorkerProcess process, ShareImages images, OutputFollower output)
            throws IOException {
        Optional<WorkerMessage> first = process.read();
        if (first.isPresent() && first.get() instanceof WorkerMessage.Hello hello) {
            return new RunningWorker(leaf, process, hello, images, output);
        }
        throw new FrameException(first.isPresent() ? "its first frame was no hello" : "it ended without a hello");
    }

    Leaf leaf() {
        return leaf;
    }

    WorkerProcess process() {
        return process;
    }

    InFlight inFlight() {
        return inFlight;
    }

    TaskWatch watch() {
        return watch;
    }

    /** The spawn whose tasks it runs. */
    SpawnOnMachine spawn() {
        SpawnOnMachine current = spawn;
        if (current == null) {
            throw new IllegalStateException("the worker was not given a spawn yet");
        }
        return current;
    }

    /** Whether tasks of that spawn are under way. */
    boolean isRunning(long number) {
        SpawnOnMachine current = spawn;
        return current != null && current.number() == number && process.ring().current() != 0;
    }

    /** Ends the worker if it is at one of these tasks; it is not to blame for that then. */
    void cancel(long number, IdRange tasks) {
        long task = process.ring().current() - 1;
        if (isRunning(number) && task >= tasks.start() && task < tasks.end()) {
            cancelled = OptionalLong.of(task);
            process.kill();
        }
    }

    /** Ends the worker if it is at a task of that spawn, which has ended; no task is to blame for that then. */
    void endWith(long number) {
        if (isRunning(number)) {
            unneeded = true;
            process.kill();
        }
    }

    /**
     * Whether the worker was ended together with a spawn. It may have gone on to a task of the next spawn before that
     * reached it.
     */
    boolean isUnneeded() {
        return unneeded;
    }

    /** The task for which the worker was ended, since it was done elsewhere. */
    OptionalLong cancelled() {
        return cancelled;
    }

    /** Looks after the task that runs: what it takes, and what it prints. Called by the watch's thread. */
    void look(long nowNanoseconds) throws IOException {
        watch.look(nowNanoseconds);
        output.look(this::printer);
    }

    /** Hands on what a task has printed that has ended. */
    void printed(Result.Done ended) throws IOException {
        output.ended(printer(ended.task()), ended.outputStart(), ended.outputEnd());
    }

    /**
     * The worker has ended within a task: hands on what that has printed.
     *
     * @return the end of it, of so many bytes at the most
     */
    String printedLast(long task, int most) throws IOException {
        // Tasks before it may have ended without being reported; they run again.
        long start = process.ring()
                .running()
                .map(running -> Math.max(running.printsFrom(), lastOutput))
                .orElse(lastOutput);
        long end = process.outputBytes();
        output.ended(printer(task), start, end);
        return process.output(start, end, most);
    }

    private Printer printer(long task) {
        SpawnOnMachine current = spawn();
        return new Printer(
                current.number(), task, current.isWatched(), current.limits().output());
    }

    void send(SpawnOnMachine spawnOfChunk, TaskChunk chunk) {
        if (spawn != spawnOfChunk) {
            spawn = spawnOfChunk;
            shares.clear();
            watch.setLimits(spawnOfChunk.limits());
            process.send(AgentFrames.spawn(
                    spawnOfChunk.number(), spawnOfChunk.parentByteOrder(), spawnOfChunk.parentLongBytes()));
        }
        inFlight.sent(chunk);
        process.send(AgentFrames.tasks(chunk));
    }

    /** Waits for results, and gives the worker what it asks for meanwhile; empty when it has ended. */
    Optional<WorkerMessage.Results> awaitResults() throws IOException {
        while (true) {
            Optional<WorkerMessage> message = process.read();
            if (message.isEmpty()) {
                return Optional.empty();
            }
            if (message.get() instanceof WorkerMessage.Results results) {
                return Optional.of(results);
            }
            if (message.get() instanceof WorkerMessage.ShareWanted wanted) {
                answer(wanted);
            } else if (message.get() instanceof WorkerMessage.Hello) {
                throw new FrameException("a second hello");
            }
        }
    }

    private void answer(WorkerMessage.ShareWanted wanted) {
        try {
            ShareView view = images.view(spawn().number(), wanted.name(), wanted.mode(), isSwapped());
            shares.put(view.handle(), view);
            process.send(AgentFrames.share(view));
        } catch (IOException e) {
            HpvmException failure = HpvmException.of(e, ErrorCode.UNAVAILABLE, "get share " + wanted.name());
            process.send(AgentFrames.shareRefused(failure.code().status(), String.valueOf(failure.getMessage())));
        }
    }

    private boolean isSwapped() {
        return hello.byteOrder() != spawn().parentByteOrder();
    }

    /**
     * Takes what tasks have merged out of the ring, and lets the worker go on if it waits for that.
     *
     * @return the records of the tasks that have ended; what belongs to the task that goes on is held until it has
     *     ended too
     */
    List<MergedRecord> harvest(WorkerMessage.Results results) throws FrameException {
        Harvest harvest = new Harvest(spawn().number(), isSwapped(), process.ring(), results.results());
        List<MergedRecord> ended = new ArrayList<>();
        for (Result result : results.results()) {
            if (result instanceof Result.Merge merge) {
                harvest.take(merge, inFlight.attempt(merge.task()) + 1, view(merge));
            } else {
                ended.addAll(held);
                held.clear();
                spilled = 0;
            }
            if (result instanceof Result.Done done) {
                lastOutput = done.outputEnd();
            }
        }
        harvest.consumed().ifPresent(position -> {
            consumed = position;
            process.ring().consumed(position);
        });
        if (results.waitsForCredit()) {
            process.send(AgentFrames.credit(consumed));
        }
        ended.addAll(harvest.ended());
        held.addAll(harvest.held());
        endIfTooManyPieces();
        return ended;
    }

    private void endIfTooManyPieces() {
        long bytes = held.stream().mapToLong(MergedRecord::tableBytes).sum();
        if (bytes > MOST_PIECES_OF_A_TASK * PieceTable.ENTRY_BYTES) {
            watch.end(
                    TaskFailure.Kind.OVER_MERGES,
                    "it merged more than " + MOST_PIECES_OF_A_TASK
                            + " pieces that do not continue one another, the most of one task; merge longer ranges, or"
                            + " spread them over more tasks");
        }
    }

    private ShareView view(Result.Merge merge) throws FrameException {
        ShareView share = shares.get(merge.handle());
        if (share == null) {
            throw new FrameException("task " + merge.task() + " merged into a share it was not given");
        }
        return share;
    }

    /**
     * What the task that goes on has merged since the last spill, if that is more than {@code most} bytes; else
     * nothing.
     */
    List<MergedRecord> spill(long most) {
        List<MergedRecord> fresh = held.subList(spilled, held.size());
        if (fresh.stream().mapToLong(MergedRecord::payloadBytes).sum() <= most) {
            return List.of();
        }
        spilled = held.size();
        return List.copyOf(fresh);
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
