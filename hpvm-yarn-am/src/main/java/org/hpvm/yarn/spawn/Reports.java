package org.hpvm.yarn.spawn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hpvm.error.ErrorCode;
import org.hpvm.model.IdRange;
import org.hpvm.model.Operation;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.agent.LeafFault;
import org.hpvm.proto.agent.LeafUse;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.agent.TaskFailure;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.schedule.Scheduler;

/**
 * Applies what agents report, after the journal has it. A task counts once, however often it is reported: when it is
 * done by an agent to which it is leased at that time. Not thread-safe; owned by the server's loop.
 */
final class Reports {
    private final Scheduler scheduler;

    Reports(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** How a spawn must end because of a report. */
    record Verdict(ErrorCode code, String message) {}

    /** Applies a report; says how the spawn must fail, if it must. */
    Optional<Verdict> apply(OpenSpawn spawn, AgentSession agent, SpawnReport report) {
        RangeSet counted = new RangeSet();
        for (IdRange range : ranges(report.getDoneList())) {
            for (IdRange part : scheduler.done(agent.number(), spawn.number(), range)) {
                counted.add(part.start(), part.end());
                spawn.arguments.done(part);
                spawn.history.done(part, place(agent, report));
            }
        }
        Optional<Operation> unknown = spawn.ledger.add(report.getRecordsList(), counted);
        for (LeafUse use : report.getUsesList()) {
            spawn.uses.add(agent.name(), use);
            scheduler.measured(
                    agent.number(), spawn.number(), use.getTasks(), Duration.ofNanos(use.getBusyNanoseconds()));
        }
        if (report.getAnswersRevocation()) {
            scheduler.returned(agent.number(), spawn.number(), ranges(report.getReturnedList()));
        }
        for (LeafFault fault : report.getLeafFaultsList()) {
            spawn.notice(
                    "machine " + agent.name() + " does not use leaf " + fault.getLeaf() + ": " + fault.getReason());
        }
        if (!report.getUnable().isEmpty()) {
            spawn.unable(agent.name(), report.getUnable());
            scheduler.unable(agent.number(), spawn.number());
        }
        if (unknown.isPresent()) {
            return Optional.of(new Verdict(
                    ErrorCode.INVALID,
                    "merge with " + unknown.get() + " on " + agent.name() + ": this server only knows plain writes"));
        }
        return failures(spawn, agent, report.getFailuresList());
    }

    private Optional<Verdict> failures(OpenSpawn spawn, AgentSession agent, List<TaskFailure> failures) {
        Optional<Verdict> verdict = Optional.empty();
        for (TaskFailure failure : failures) {
            int times = scheduler.failed(agent.number(), spawn.number(), failure.getTask());
            boolean isFinal = times >= spawn.request().getAttempts();
            if (times > 0) {
                spawn.history.failed(
                        failure.getTask(),
                        new TaskHistory.Place(agent.name(), failure.getLeaf()),
                        FailureSentence.of(failure, agent.name()),
                        isFinal);
            }
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
    private static TaskHistory.Place place(AgentSession agent, SpawnReport report) {
        List<LeafUse> uses = report.getUsesList();
        return new TaskHistory.Place(
                agent.name(), uses.size() == 1 ? uses.get(0).getLeaf() : "");
    }

    private static List<IdRange> ranges(List<Long> firstsAndCounts) {
        List<IdRange> ranges = new ArrayList<>();
        for (int at = 0; at + 1 < firstsAndCounts.size(); at += 2) {
            ranges.add(new IdRange(firstsAndCounts.get(at), firstsAndCounts.get(at) + firstsAndCounts.get(at + 1)));
        }
        return ranges;
    }
}
