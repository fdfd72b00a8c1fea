package org.hpvm.yarn.spawn;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.journal.SpawnClosed;
import org.hpvm.proto.journal.SpawnOpened;
import org.hpvm.yarn.schedule.Scheduler;

/** Does with spawns again what an earlier attempt of the server has done. Not thread-safe. */
public final class SpawnReplay {
    private final Spawns spawns;
    private final Scheduler scheduler;
    private final Reports reports;
    private final Map<Long, Reports.Verdict> verdicts = new HashMap<>();

    SpawnReplay(Spawns spawns, Scheduler scheduler, Reports reports) {
        this.spawns = spawns;
        this.scheduler = scheduler;
        this.reports = reports;
    }

    /** A spawn was opened. */
    public void opened(SpawnOpened opened) throws HpvmException {
        spawns.reopen(opened);
    }

    /** Arguments came. */
    public void arguments(ArgumentsRequest request) {
        spawns.running(request.getSpawn()).ifPresent(spawn -> spawns.arrived(spawn, request.getChunk()));
    }

    /**
     * An agent reported.
     *
     * @param counted what counted of its report
     * @param machine friendly name of the agent's
     */
    public void reported(ReportRequest counted, String machine) {
        for (SpawnReport part : counted.getSpawnsList()) {
            spawns.running(part.getSpawn()).ifPresent(spawn -> {
                reports.restore(part);
                reports.apply(spawn, machine, part)
                        .ifPresent(verdict -> verdicts.putIfAbsent(part.getSpawn(), verdict));
            });
        }
    }

    /** A spawn was closed. */
    public void closed(SpawnClosed closed) {
        spawns.running(closed.getSpawn()).ifPresent(spawn -> {
            spawn.beginClosing();
            scheduler.spawnClosed(spawn.number());
            spawns.closed(spawn, closed.getStatus());
        });
    }

    /** The clients whose spawns are open. */
    public Set<Integer> clients() {
        return spawns.running().stream()
                .map(spawn -> spawn.request().getClient())
                .collect(Collectors.toSet());
    }

    /** All was read: what the earlier attempt was about to close is closed now. */
    public void end() {
        for (OpenSpawn spawn : spawns.running()) {
            Reports.Verdict verdict = verdicts.get(spawn.number());
            if (verdict != null) {
                spawns.fail(spawn, verdict.code(), verdict.message());
            }
            spawns.settle(spawn);
        }
    }
}
