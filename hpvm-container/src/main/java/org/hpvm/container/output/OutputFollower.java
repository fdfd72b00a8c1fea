package org.hpvm.container.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.WorkerProcess;

/**
 * Hands on what the tasks of one worker print: to the machine's log, and to whoever watches. It reads the worker's
 * output file, never more than a piece of it at a time, however much a task prints. Thread-safe.
 */
public final class OutputFollower {
    private static final int PIECE_BYTES = 64 << 10;
    /** A task that prints faster is caught up with when it ends, by its own slot. */
    private static final int MOST_BYTES_A_LOOK = 1 << 20;

    private final WorkerProcess process;
    private final TaskLog log;
    private final LiveOutput live;
    private final ReentrantLock busy = new ReentrantLock();
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    /** Up to where the output of tasks that have not ended was handed on, by where it begins. */
    private final NavigableMap<Long, Long> toldByStart = new TreeMap<>();

    public OutputFollower(WorkerProcess process, TaskLog log, LiveOutput live) {
        this.process = process;
        this.log = log;
        this.live = live;
    }

    /**
     * Hands on the whole lines of the task that runs; called every now and then. Does not wait for {@link #ended}.
     *
     * @param printer tells more of a task, by its id
     */
    public void look(LongFunction<Printer> printer) throws IOException {
        if (busy.tryLock()) {
            try {
                Optional<Ring.Running> running = process.ring().running();
                long end = process.outputBytes();
                // What was in the file before it was certain that the task still runs, is the task's.
                if (running.isPresent() && running.equals(process.ring().running())) {
                    long start = running.get().printsFrom();
                    long most = toldByStart.getOrDefault(start, start) + MOST_BYTES_A_LOOK;
                    handOn(printer.apply(running.get().task()), start, Math.min(end, most), false);
                }
            } finally {
                busy.unlock();
            }
        }
    }

    /** A task has ended, and has printed these bytes of the file: hands on what was not yet. */
    public void ended(Printer printer, long start, long end) throws IOException {
        busy.lock();
        try {
            handOn(printer, start, end, true);
            // Also those before it that were never reported as ended: their worker has died.
            toldByStart.headMap(start, true).clear();
        } finally {
            busy.unlock();
        }
    }

    private void handOn(Printer printer, long start, long end, boolean hasEnded) throws IOException {
        long most = printer.most().bytes();
        long kept = most == 0 ? end : Math.min(end, start + most);
        long told = toldByStart.getOrDefault(start, start);
        int taken = 1;
        while (told < kept && taken > 0) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, kept - told));
            process.read(piece, told);
            boolean isLast = hasEnded && told + piece.position() >= kept;
            CutLines cut = CutLines.of(piece.flip(), isLast);
            tell(printer, cut.lines());
            taken = cut.bytes();
            told += taken;
        }
        toldByStart.put(start, told);
        if (hasEnded && kept < end) {
            String rest = "(and " + (end - kept) + " bytes more, over the limit of hpvm.task.output)";
            tell(printer, List.of(ByteBuffer.wrap(rest.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private void tell(Printer printer, List<ByteBuffer> lines) throws IOException {
        if (!lines.isEmpty()) {
            log.write(printer.spawn(), printer.task(), lines);
            if (printer.isShown()) {
                live.add(printer.spawn(), printer.task(), lines, System.nanoTime());
            }
        }
    }
}
