package org.hpvm.yarn.spawn;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hpvm.error.ErrorCode;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.model.Runs;
import org.hpvm.proto.agent.LeafFault;
import org.hpvm.proto.agent.LeafUse;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.agent.TaskFailure;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.schedule.Scheduler;

/**
 * Takes what agents report, in two steps: first it is decided what counts, which is what the journal gets; then that is
 * applied, now or when a later attempt of the server reads the journal. A task counts once, however often it is
 * reported: when it is done by an agent to which it is leased at that time. Not thread-safe; owned by the server's
 * loop.
 */
final class Reports {
    private final Scheduler scheduler;

    Reports(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** How a spawn must end because of a report. */
    record Verdict(ErrorCode code, String message) {}

    /**
     * Decides what counts of an agent's report: of the tasks that it says are done or failed, those that it held. What
     * it gives back waits again.
     */
    SpawnReport count(OpenSpawn spawn, AgentSession agent, SpawnReport report) {
        RangeSet counted = new RangeSet();
        for (IdRange range : Runs.read(report.getDoneList())) {
            for (IdRange part : scheduler.done(agent.number(), spawn.number(), range)) {
                counted.add(part.start(), part.end());
            }
        }
        for (LeafUse use : report.getUsesList()) {
            scheduler.measured(
                    agent.number(), spawn.number(), use.getTasks(), Duration.ofNanos(use.getBusyNanoseconds()));
        }
        if (report.getAnswersRevocation()) {
            scheduler.returned(agent.number(), spawn.number(), Runs.read(report.getReturnedList()));
        }
        if (!report.getUnable().isEmpty()) {
            scheduler.unable(agent.number(), spawn.number());
        }
        SpawnReport.Builder kept = report.toBuilder()
                .clearReturned()
                .clearDone()
                .addAllDone(Runs.write(counted.ranges()))
                .clearFailures()
                .addAllFailures(report.getFailuresList().stream()
                        .filter(failure -> scheduler.failed(agent.number(), spawn.number(), failure.getTask()) > 0)
                        .toList());
        return kept.setLeftOut(scheduler.isLeftOut(agent.number())).build();
    }

    /** Tells the scheduler what counted of a report in an earlier attempt of the server. */
    void restore(SpawnReport counted) {
        Runs.read(counted.getDoneList()).forEach(range -> scheduler.restoreDone(counted.getSpawn(), range));
        counted.getFailuresList().forEach(failure -> scheduler.restoreFailure(counted.getSpawn(), failure.getTask()));
    }

    /**
     * Applies what counts of a report; says how the spawn must fail, if it must.
     *
     * @param machine friendly name
     */
    Optional<Verdict> apply(OpenSpawn spawn, String machine, SpawnReport report) {
        RangeSet counted = new RangeSet();
        for (IdRange range : Runs.read(report.getDoneList())) {
            counted.add(range.start(), range.end());
            spawn.arguments.done(range);
            spawn.history.done(range, place(machine, report));
        }
        spawn.ledger.add(report.getRecordsList(), counted);
        for (LeafUse use : report.getUsesList()) {
            spawn.uses.add(machine, use);
        }
        for (LeafFault fault : report.getLeafFaultsList()) {
            spawn.notice("machine " + machine + " does not use leaf " + fault.getLeaf() + ": " + fault.getReason());
        }
        if (!report.getUnable().isEmpty()) {
            spawn.unable(machine, report.getUnable());
        }
        if (report.getLeftOut()) {
            spawn.notice("machine " + machine
                    + " gets no tasks for some seconds, since more of them fail there than elsewhere");
        }
        return failures(spawn, machine, report.getFailuresList());
    }

    private Optional<Verdict> failures(OpenSpawn spawn, String machine, List<TaskFailure> failures) {
        Optional<Verdict> verdict = Optional.empty();
        for (TaskFailure failure : failures) {
            TaskHistory.Place place = new TaskHistory.Place(machine, failure.getLeaf());
            int times = scheduler.failures(spawn.number(), failure.getTask());
            boolean isFinal = times >= spawn.request().getAttempts();
            spawn.history.failed(failure.getTask(), place, FailureSentence.of(failure, machine), isFinal);
            if (isFinal && verdict.isEmpty()) {
                String again =
                        times == 1 ? "" : times == 2 ? " (and once more)" : " (and " + (times - 1) + " times more)";
                verdict =
                        Optional.of(new Verdict(ErrorCode.TASK, spawn.history.firstFailure(failure.getTask()) + again));
            }
        }
        return verdict;
    }

    /** A report may be of tasks that ran on several leaves; then it is not said on which each did. */
    private static TaskHistory.Place place(String machine, SpawnReport report) {
        List<LeafUse> uses = report.getUsesList();
        return new TaskHistory.Place(machine, uses.size() == 1 ? uses.get(0).getLeaf() : "");
    }
}
