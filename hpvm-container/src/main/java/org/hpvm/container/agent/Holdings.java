package org.hpvm.container.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.model.Runs;
import org.hpvm.proto.agent.Cancellation;
import org.hpvm.proto.agent.HeldTasks;
import org.hpvm.proto.agent.Lease;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.agent.TaskChunk;
import org.hpvm.proto.agent.TaskFailure;

/**
 * What the server has given to this machine and not had back, so that a new attempt of the server can be told.
 * Thread-safe.
 */
final class Holdings {
    private final Map<Long, RangeSet> held = new LinkedHashMap<>();
    private final Map<Long, RangeSet> settled = new LinkedHashMap<>();
    private long reporting;

    /** An order has come that did not come before. */
    synchronized void note(Order order) {
        if (order.hasLease()) {
            Lease lease = order.getLease();
            RangeSet tasks = held.computeIfAbsent(lease.getSpawn(), unused -> new RangeSet());
            for (TaskChunk chunk : lease.getChunksList()) {
                tasks.add(chunk.getFirst(), chunk.getFirst() + Integer.toUnsignedLong(chunk.getCount()));
            }
        } else if (order.hasCancellation()) {
            // It is not run here any more: a new attempt that does not know who was faster must not count on it.
            Cancellation cancelled = order.getCancellation();
            held.getOrDefault(cancelled.getSpawn(), new RangeSet())
                    .remove(cancelled.getFirst(), cancelled.getFirst() + cancelled.getCount());
        } else if (order.hasSpawnEnd()) {
            held.remove(order.getSpawnEnd().getSpawn());
            settled.remove(order.getSpawnEnd().getSpawn());
        }
    }

    /** A report is under way; what it settles is no more held once it has arrived. */
    synchronized void reporting(long sequence, List<SpawnReport> reports) {
        reporting = sequence;
        for (SpawnReport report : reports) {
            Runs.read(report.getDoneList()).forEach(range -> settle(report.getSpawn(), range));
            Runs.read(report.getReturnedList()).forEach(range -> settle(report.getSpawn(), range));
            for (TaskFailure failure : report.getFailuresList()) {
                settle(report.getSpawn(), new IdRange(failure.getTask(), failure.getTask() + 1));
            }
        }
    }

    private void settle(long spawn, IdRange range) {
        RangeSet tasks = held.get(spawn);
        if (tasks != null && tasks.remove(range.start(), range.end()) > 0) {
            settled.computeIfAbsent(spawn, unused -> new RangeSet()).add(range.start(), range.end());
        }
    }

    /** The report under way has arrived. */
    synchronized void reported() {
        reporting = 0;
        settled.clear();
    }

    /** For a new attempt of the server. */
    synchronized Resumption resumption(int agent) {
        return Resumption.newBuilder()
                .setAgent(agent)
                .addAllSpawns(held.keySet())
                .addAllHeld(messages(held))
                .setReporting(reporting)
                .addAllSettled(messages(settled))
                .build();
    }

    private static List<HeldTasks> messages(Map<Long, RangeSet> tasksBySpawn) {
        return tasksBySpawn.entrySet().stream()
                .map(entry -> HeldTasks.newBuilder()
                        .setSpawn(entry.getKey())
                        .addAllTasks(Runs.write(entry.getValue().ranges()))
                        .build())
                .toList();
    }
}
