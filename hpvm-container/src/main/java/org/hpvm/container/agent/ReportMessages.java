package org.hpvm.container.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.agent.LeafFault;
import org.hpvm.proto.agent.LeafUse;
import org.hpvm.proto.agent.SpawnReport;

/** Puts what happened to tasks into one report, spawn by spawn, with ids in a row as one run. */
final class ReportMessages {
    private ReportMessages() {}

    private static final class Gathered {
        private final SpawnReport.Builder report = SpawnReport.newBuilder();
        private final RangeSet done = new RangeSet();
        private final RangeSet returned = new RangeSet();
        private final Map<String, LeafUse.Builder> uses = new LinkedHashMap<>();
    }

    /** Puts events, whose records are stored, into a report. */
    static List<SpawnReport> of(List<TaskEvent> events) {
        Map<Long, Gathered> bySpawn = new LinkedHashMap<>();
        for (TaskEvent event : events) {
            add(bySpawn.computeIfAbsent(event.spawn(), unused -> new Gathered()), event);
        }
        return bySpawn.entrySet().stream()
                .map(entry -> finish(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static void add(Gathered gathered, TaskEvent event) {
        if (event instanceof TaskEvent.Ended ended) {
            ended.done().forEach(range -> gathered.done.add(range.start(), range.end()));
            gathered.report.addAllFailures(ended.failures());
            ended.records().forEach(kept -> gathered.report.addRecords(kept.message()));
            LeafUse.Builder use = gathered.uses.computeIfAbsent(
                    ended.leaf(), leaf -> LeafUse.newBuilder().setLeaf(leaf));
            use.setTasks(use.getTasks() + ended.tasks());
            use.setBusyNanoseconds(use.getBusyNanoseconds() + ended.busyNanoseconds());
        } else if (event instanceof TaskEvent.Returned returned) {
            gathered.report.setAnswersRevocation(true);
            returned.ids().forEach(range -> gathered.returned.add(range.start(), range.end()));
        } else if (event instanceof TaskEvent.LeafSetAside aside) {
            gathered.report.addLeafFaults(
                    LeafFault.newBuilder().setLeaf(aside.leaf()).setReason(aside.reason()));
        } else if (event instanceof TaskEvent.Unable unable) {
            gathered.report.setUnable(unable.reason());
        }
    }

    private static SpawnReport finish(long spawn, Gathered gathered) {
        SpawnReport.Builder report = gathered.report.setSpawn(spawn);
        for (IdRange range : gathered.done.ranges()) {
            report.addDone(range.start()).addDone(range.count());
        }
        for (IdRange range : gathered.returned.ranges()) {
            report.addReturned(range.start()).addReturned(range.count());
        }
        gathered.uses.values().forEach(report::addUses);
        return report.build();
    }
}
