package org.hpvm.container.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.hpvm.container.fault.Fault;
import org.hpvm.container.fault.FaultPlan;
import org.hpvm.container.output.LiveOutput;
import org.hpvm.dfs.file.HdfsPatience;
import org.hpvm.proto.agent.SpawnOutput;
import org.hpvm.proto.agent.SpawnReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what tasks have merged durable, then reports. What gathers while one report is under way goes into the next, so
 * that a flush and a call are paid once however many tasks they serve. Merges that are small together travel in the
 * report itself.
 */
final class Reporter implements Runnable, Consumer<TaskEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final long POLL_MILLISECONDS = 500;

    private final ReportQueue queue;
    private final MergeStore merges;
    private final ServerLink server;
    private final LiveOutput live;
    private final FaultPlan faults;
    private final Consumer<IOException> onFailure;
    private volatile boolean stopped;
    private long sequence;
    private IOException lastFailure = new IOException("nothing has failed");

    /**
     * Begins without events.
     *
     * @param live what tasks have printed; it goes along
     * @param isBusy whether tasks run on the machine or wait for it
     * @param onFailure called once when neither HDFS nor the server can be reached any more
     */
    Reporter(
            MergeStore merges,
            ServerLink server,
            LiveOutput live,
            FaultPlan faults,
            BooleanSupplier isBusy,
            Consumer<IOException> onFailure) {
        this.queue = new ReportQueue(isBusy);
        this.merges = merges;
        this.server = server;
        this.live = live;
        this.faults = faults;
        this.onFailure = onFailure;
    }

    /** Takes an event; waits while too many bytes are under way. */
    @Override
    public void accept(TaskEvent event) {
        queue.add(event);
    }

    @Override
    public void run() {
        try {
            while (!stopped || !queue.isEmpty()) {
                ReportQueue.Batch batch = queue.take(POLL_MILLISECONDS);
                if (!batch.events().isEmpty()) {
                    report(batch.events());
                    queue.done(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            stopped = true;
            queue.open();
            onFailure.accept(e);
        }
    }

    private void report(List<TaskEvent> batch) throws IOException {
        List<TaskEvent> events = new ArrayList<>();
        List<MergedRecord> ended = new ArrayList<>();
        List<MergedRecord> spilled = new ArrayList<>();
        for (TaskEvent event : batch) {
            if (event instanceof TaskEvent.Spilled early) {
                spilled.addAll(early.records());
            } else {
                events.add(event);
            }
            if (event instanceof TaskEvent.Ended late) {
                ended.addAll(late.records());
            }
        }
        faults.around(
                Fault.Step.BEFORE_FLUSH,
                () -> {
                    store(spilled, false);
                    store(ended, true);
                },
                Fault.Step.AFTER_FLUSH);
        if (!events.isEmpty()) {
            sequence++;
            List<SpawnReport> report = ReportMessages.of(events.stream()
                    .map(event -> event instanceof TaskEvent.Ended late ? late.without(lastFailure) : event)
                    .toList());
            List<SpawnOutput> output = live.take();
            faults.around(
                    Fault.Step.BEFORE_REPORT, () -> server.report(sequence, report, output), Fault.Step.AFTER_REPORT);
        }
    }

    /** What HDFS does not take, also when it is asked again, is lost: the tasks that merged it fail. */
    private void store(List<MergedRecord> records, boolean mayTravelInReport) {
        try {
            HdfsPatience.USUAL.run(() -> merges.store(records, mayTravelInReport));
        } catch (IOException e) {
            LOG.warn("what tasks have merged could not be written", e);
            lastFailure = e;
            records.stream().filter(MergedRecord::isWaiting).forEach(MergedRecord::lose);
        }
    }

    /** Lets the thread end once everything is reported. */
    void stop() {
        stopped = true;
    }
}
