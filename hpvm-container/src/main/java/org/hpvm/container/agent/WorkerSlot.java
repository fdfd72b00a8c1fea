package org.hpvm.container.agent;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.io.IOUtils;
import org.hpvm.container.image.ShareImages;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.output.LiveOutput;
import org.hpvm.container.output.OutputFollower;
import org.hpvm.container.output.TaskLog;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One processor of the machine: a thread that takes tasks from the queue, has a worker run them, and hands on what
 * comes of them. It keeps its worker from spawn to spawn while the leaf and its limit of memory are the same.
 */
final class WorkerSlot implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSlot.class);
    private static final int FRAMES_UNDER_WAY = 2;
    private static final long IDLE_MILLISECONDS = 1000;
    private static final long START_NANOSECONDS = TimeUnit.SECONDS.toNanos(60);
    private static final int MOST_DEATHS_BETWEEN_TASKS = 3;
    private static final long MOST_HELD_BYTES = 8 << 20;
    private static final long MOST_ARGUMENT_BYTES = 4 << 20;
    private static final long OUTPUT_BYTES_BEFORE_RENEWAL = 256L << 20;

    private final int processors;
    private final TaskQueue queue;
    private final SpawnsOnMachine spawns;
    private final WorkerStarter starter;
    private final ShareImages images;
    private final TaskLog log;
    private final LiveOutput live;
    private final Consumer<TaskEvent> events;
    private final FrameSize frameSize = new FrameSize();
    private final WorkerPostMortem postMortem;

    /** Written by this thread, read by the watch and by {@link #stop}. */
    private volatile @Nullable WorkerProcess process;

    private volatile @Nullable RunningWorker worker;
    private ByteSize memory = new ByteSize(0);
    private volatile long startedNanoseconds;
    private volatile boolean stopped;
    private volatile boolean running;
    private long lastAnswerNanoseconds;
    private int deathsBetweenTasks;

    WorkerSlot(
            int processors,
            TaskQueue queue,
            SpawnsOnMachine spawns,
            WorkerStarter starter,
            ShareImages images,
            TaskLog log,
            LiveOutput live,
            Consumer<TaskEvent> events) {
        this.processors = processors;
        this.queue = queue;
        this.spawns = spawns;
        this.starter = starter;
        this.images = images;
        this.log = log;
        this.live = live;
        this.events = events;
        this.postMortem = new WorkerPostMortem(queue, events);
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                try {
                    turn();
                } catch (IOException e) {
                    LOG.warn("worker of {} failed", starter.machine(), e);
                    bury(e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("slot interrupted", e);
        } finally {
            dismiss();
        }
    }

    /** Gives the worker what it can take, and takes what it answers. */
    private void turn() throws IOException, InterruptedException {
        RunningWorker current = worker;
        if (current == null || current.inFlight().isEmpty()) {
            queue.awaitTasks(IDLE_MILLISECONDS);
        }
        feed();
        current = worker;
        if (current == null || current.inFlight().isEmpty()) {
            return;
        }
        Optional<WorkerMessage.Results> results = current.awaitResults();
        if (results.isPresent()) {
            accept(current, results.get());
        } else {
            bury("");
        }
    }

    private void feed() throws IOException, InterruptedException {
        boolean fed = true;
        while (fed && !stopped) {
            RunningWorker current = worker;
            boolean isFull = current != null && current.inFlight().frames() >= FRAMES_UNDER_WAY;
            Optional<TaskChunk> chunk = isFull
                    ? Optional.empty()
                    : queue.take(frameSize.next(queue.size(), processors), MOST_ARGUMENT_BYTES);
            fed = chunk.isPresent() && send(chunk.get());
        }
    }

    /** Sends tasks to a worker that can run them; false if that must wait for the worker's other tasks. */
    private boolean send(TaskChunk chunk) throws IOException, InterruptedException {
        Optional<SpawnOnMachine> spawn = spawns.find(chunk.spawn());
        if (spawn.isEmpty()) {
            return true; // the spawn has ended meanwhile
        }
        Optional<Leaf> leaf = spawn.get().leaf();
        if (leaf.isEmpty()) {
            events.accept(new TaskEvent.Returned(chunk.spawn(), List.of(chunk.ids())));
            return true;
        }
        RunningWorker current = worker;
        boolean fits = current != null
                && current.leaf().sha256().equals(leaf.get().sha256())
                && spawn.get().limits().memory().equals(memory);
        if (current != null && !current.inFlight().isEmpty() && !(fits && current.spawn() == spawn.get())) {
            queue.putBack(chunk);
            return false;
        }
        if (current != null && !fits) {
            dismiss();
            current = null;
        }
        if (current == null) {
            current = start(leaf.get(), spawn.get());
        }
        if (current == null) {
            queue.putBack(chunk);
            return true;
        }
        if (current.inFlight().isEmpty()) {
            lastAnswerNanoseconds = System.nanoTime();
        }
        current.send(spawn.get(), chunk);
        running = true;
        return true;
    }

    private @Nullable RunningWorker start(Leaf leaf, SpawnOnMachine spawn) throws IOException, InterruptedException {
        frameSize.reset();
        startedNanoseconds = System.nanoTime();
        WorkerProcess started;
        try {
            memory = spawn.limits().memory();
            started = starter.start(leaf, memory);
        } catch (IOException e) {
            setAside(spawn, leaf, "it could not be started: " + e.getMessage());
            return null;
        }
        process = started;
        try {
            RunningWorker greeted = RunningWorker.greet(leaf, started, images, new OutputFollower(started, log, live));
            worker = greeted;
            return greeted;
        } catch (IOException e) {
            String reason = WorkerPostMortem.failedStart(started, e);
            dismiss();
            if (!stopped) {
                spawns.broken().add(leaf, reason);
                setAside(spawn, leaf, reason);
            }
            return null;
        }
    }

    private void setAside(SpawnOnMachine spawn, Leaf leaf, String reason) {
        if (spawn.setAside(leaf)) {
            events.accept(new TaskEvent.LeafSetAside(spawn.number(), leaf.path().toString(), reason));
            if (spawn.leaf().isEmpty()) {
                events.accept(new TaskEvent.Unable(spawn.number(), leaf.path() + ": " + reason));
            }
        }
    }

    private void accept(RunningWorker current, WorkerMessage.Results results) throws IOException {
        List<MergedRecord> records = current.harvest(results);
        List<IdRange> done = new ArrayList<>();
        List<TaskFailure> failures = new ArrayList<>();
        SpawnOnMachine spawn = current.spawn();
        for (Result result : results.results()) {
            if (result instanceof Result.Run run) {
                done.add(new IdRange(run.first(), run.first() + run.count()));
            } else if (result instanceof Result.Done ended) {
                if (ended.outputEnd() > ended.outputStart()) {
                    current.printed(ended);
                }
                if (ended.status() == 0) {
                    done.add(new IdRange(ended.task(), ended.task() + 1));
                } else {
                    failures.add(WorkerPostMortem.returned(current, ended));
                }
            }
        }
        current.inFlight().answered(results.results());
        running = !current.inFlight().isEmpty();
        long now = System.nanoTime();
        long busy = now - lastAnswerNanoseconds;
        lastAnswerNanoseconds = now;
        TaskEvent.Ended event = new TaskEvent.Ended(
                spawn.number(), done, failures, records, current.leaf().path().toString(), busy);
        frameSize.measured(event.tasks(), busy);
        deathsBetweenTasks = 0;
        events.accept(event);
        spill(current);
        if (current.inFlight().isEmpty() && current.process().outputBytes() > OUTPUT_BYTES_BEFORE_RENEWAL) {
            dismiss();
        }
    }

    private void spill(RunningWorker current) {
        List<MergedRecord> spilled = current.spill(MOST_HELD_BYTES);
        if (!spilled.isEmpty()) {
            events.accept(new TaskEvent.Spilled(current.spawn().number(), spilled));
        }
    }

    /** The worker has ended in the middle of its tasks: one of them is to blame, the others run again. */
    private void bury(@Nullable String protocolFault) throws InterruptedException {
        RunningWorker dead = worker;
        if (dead == null) {
            dismiss();
            return;
        }
        try {
            WorkerPostMortem.Finding finding =
                    postMortem.examine(dead, protocolFault == null ? "" : protocolFault, stopped);
            deathsBetweenTasks = finding.isBetweenTasks() ? deathsBetweenTasks + 1 : 0;
            if (finding.isIllegalInstruction()) {
                String reason = "it met an instruction that this machine does not have (SIGILL)";
                spawns.broken().add(dead.leaf(), reason);
                setAside(dead.spawn(), dead.leaf(), reason);
            } else if (deathsBetweenTasks >= MOST_DEATHS_BETWEEN_TASKS) {
                setAside(dead.spawn(), dead.leaf(), "it ends between tasks, again and again: " + finding.end());
            }
        } catch (IOException e) {
            LOG.warn("could not learn how a worker of {} ended", starter.machine(), e);
        }
        dismiss();
    }

    private void dismiss() {
        running = false;
        WorkerProcess ended = process;
        worker = null;
        process = null;
        IOUtils.closeStream(ended);
    }

    /** Looks after the worker: called every now and then by the watch's thread. */
    void look(long nowNanoseconds) throws IOException {
        RunningWorker running = worker;
        WorkerProcess starting = process;
        if (running != null) {
            try {
                running.look(nowNanoseconds);
            } catch (ClosedChannelException e) {
                LOG.debug("a worker was dismissed meanwhile", e);
            }
        } else if (starting != null && nowNanoseconds - startedNanoseconds > START_NANOSECONDS) {
            starting.kill();
        }
    }

    /** Ends the worker if it runs a task of that spawn. */
    void killIfRunning(long spawn) {
        RunningWorker running = worker;
        if (running != null) {
            running.endWith(spawn);
        }
    }

    /** Ends the worker if it runs one of these tasks, of which nobody waits for the end any more. */
    void cancel(long spawn, IdRange tasks) {
        RunningWorker running = worker;
        if (running != null) {
            running.cancel(spawn, tasks);
        }
    }

    /** Whether tasks were given to the worker that have not ended. Any thread may ask. */
    boolean isRunning() {
        return running;
    }

    /** Ends the worker and, soon after, this slot's thread. */
    void stop() {
        stopped = true;
        WorkerProcess running = process;
        if (running != null) {
            running.kill();
        }
    }
}
