package org.hpvm.container.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes what tasks have merged durable, then reports. What gathers while one report is under way goes into the next, so
 * that a flush and a call are paid once however many tasks they serve. Merges that are small together travel in the
 * report itself.
 */
final class Reporter implements Runnable, Consumer<TaskEvent> {
    private static final int MOST_EVENTS = 10_000;
    private static final int MOST_WAITING_KIBIBYTES = 64 << 10;
    private static final long POLL_MILLISECONDS = 500;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING_KIBIBYTES);
    private final MergeStore merges;
    private final ServerLink server;
    private final Consumer<IOException> onFailure;
    private volatile boolean stopped;
    private long sequence;

    /** An event and how much of the room it takes. */
    private record Waiting(TaskEvent event, int kibibytes) {}

    /** @param onFailure called once when neither HDFS nor the server can be reached any more */
    Reporter(MergeStore merges, ServerLink server, Consumer<IOException> onFailure) {
        this.merges = merges;
        this.server = server;
        this.onFailure = onFailure;
    }

    /** Takes an event; waits while too many bytes are under way. */
    @Override
    public void accept(TaskEvent event) {
        int kibibytes = kibibytes(event);
        room.acquireUninterruptibly(kibibytes);
        queue.add(new Waiting(event, kibibytes));
    }

    @Override
    public void run() {
        try {
            while (!stopped || !queue.isEmpty()) {
                Waiting first = queue.poll(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Waiting> batch = new ArrayList<>(List.of(first));
                    queue.drainTo(batch, MOST_EVENTS);
                    report(batch.stream().map(Waiting::event).toList());
                    room.release(batch.stream().mapToInt(Waiting::kibibytes).sum());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            stopped = true;
            room.release(MOST_WAITING_KIBIBYTES);
            onFailure.accept(e);
        }
    }

    private void report(List<TaskEvent> batch) throws IOException {
        List<TaskEvent> reported = new ArrayList<>();
        List<MergedRecord> ended = new ArrayList<>();
        List<MergedRecord> spilled = new ArrayList<>();
        for (TaskEvent event : batch) {
            if (event instanceof TaskEvent.Spilled early) {
                spilled.addAll(early.records());
            } else {
                reported.add(event);
            }
            if (event instanceof TaskEvent.Ended late) {
                ended.addAll(late.records());
            }
        }
        if (!spilled.isEmpty()) {
            merges.store(spilled, false);
        }
        merges.store(ended, true);
        if (!reported.isEmpty()) {
            server.report(++sequence, ReportMessages.of(reported));
        }
    }

    private static int kibibytes(TaskEvent event) {
        List<MergedRecord> records = List.of();
        if (event instanceof TaskEvent.Ended ended) {
            records = ended.records();
        } else if (event instanceof TaskEvent.Spilled spilled) {
            records = spilled.records();
        }
        long bytes = records.stream().mapToLong(MergedRecord::payloadBytes).sum();
        return (int) Math.min(MOST_WAITING_KIBIBYTES, 1 + bytes / 1024);
    }

    /** Lets the thread end once everything is reported. */
    void stop() {
        stopped = true;
    }
}
