package org.hpvm.container.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The events that wait for a report; a bounded number of bytes at a time. Thread-safe.
 *
 * <p>While tasks run on the machine the ends of tasks wait a little for others: without that, short tasks cost a flush
 * of the segment, a flush of the journal and a call for every few of them.
 */
final class ReportQueue {
    private static final int MOST_EVENTS = 10_000;

    /**
     * A report holds no more than may wait, and the journal takes entries of 64 MiB: the rest is for what goes round
     * the records.
     */
    private static final int MOST_WAITING_KIBIBYTES = 48 << 10;

    private static final long GATHER_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LOOK_NANOSECONDS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int ENOUGH_KIBIBYTES = 4 << 10;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING_KIBIBYTES);
    private final BooleanSupplier isBusy;

    /** An event and how much of the room it takes. */
    private record Waiting(TaskEvent event, int kibibytes) {}

    /** What goes into one report. */
    record Batch(List<TaskEvent> events, int kibibytes) {}

    /** @param isBusy whether tasks run on the machine or wait for it */
    ReportQueue(BooleanSupplier isBusy) {
        this.isBusy = isBusy;
    }

    /** Adds an event; waits while too many bytes are under way. */
    void add(TaskEvent event) {
        int kibibytes = kibibytes(event);
        room.acquireUninterruptibly(kibibytes);
        queue.add(new Waiting(event, kibibytes));
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** What is to be reported now; empty if nothing has come in that time. */
    Batch take(long milliseconds) throws InterruptedException {
        List<Waiting> taken = new ArrayList<>();
        Waiting first = queue.poll(milliseconds, TimeUnit.MILLISECONDS);
        if (first != null) {
            taken.add(first);
            gather(taken);
            queue.drainTo(taken, MOST_EVENTS);
        }
        return new Batch(
                taken.stream().map(Waiting::event).toList(),
                taken.stream().mapToInt(Waiting::kibibytes).sum());
    }

    /** Waits for more, but not long, and not if there is much already, or what the server must know at once. */
    private void gather(List<Waiting> taken) throws InterruptedException {
        long deadline = System.nanoTime() + GATHER_NANOSECONDS;
        int kibibytes = taken.get(0).kibibytes();
        boolean mayWait = taken.get(0).event() instanceof TaskEvent.Ended;
        while (mayWait && kibibytes < ENOUGH_KIBIBYTES && System.nanoTime() < deadline && isBusy.getAsBoolean()) {
            Waiting next = queue.poll(LOOK_NANOSECONDS, TimeUnit.NANOSECONDS);
            if (next != null) {
                taken.add(next);
                kibibytes += next.kibibytes();
                mayWait = next.event() instanceof TaskEvent.Ended;
            }
        }
    }

    /** What was taken is reported, and its bytes are free. */
    void done(Batch batch) {
        room.release(batch.kibibytes());
    }

    /** Nothing is reported any more, and nobody need wait. */
    void open() {
        room.release(MOST_WAITING_KIBIBYTES);
    }

    private static int kibibytes(TaskEvent event) {
        List<MergedRecord> records = List.of();
        if (event instanceof TaskEvent.Ended ended) {
            records = ended.records();
        } else if (event instanceof TaskEvent.Spilled spilled) {
            records = spilled.records();
        }
        long bytes = records.stream()
                .mapToLong(merged -> merged.payloadBytes() + merged.tableBytes())
                .sum();
        return (int) Math.min(MOST_WAITING_KIBIBYTES, 1 + bytes / 1024);
    }
}
