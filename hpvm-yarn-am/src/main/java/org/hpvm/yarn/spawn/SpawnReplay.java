package org.hpvm.yarn.spawn;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.journal.Notice;
import org.hpvm.proto.journal.SpawnClosed;
import org.hpvm.proto.journal.SpawnOpened;

/** Does with spawns again what an earlier attempt of the server has done. Not thread-safe. */
public final class SpawnReplay {
    private final SpawnBook book;
    private final Opening opening;
    private final Closing closing;
    private final Reports reports;
    private final Map<Long, Reports.Verdict> verdicts = new HashMap<>();

    SpawnReplay(SpawnBook book, Opening opening, Closing closing, Reports reports) {
        this.book = book;
        this.opening = opening;
        this.closing = closing;
        this.reports = reports;
    }

    /** A spawn was opened. */
    public void opened(SpawnOpened opened) throws HpvmException {
        opening.reopen(opened);
    }

    /** Arguments came. */
    public void arguments(ArgumentsRequest request) {
        book.running(request.getSpawn()).ifPresent(spawn -> opening.arrived(spawn, request.getChunk()));
    }

    /**
     * An agent reported.
     *
     * @param counted what counted of its report
     * @param machine friendly name of the agent's
     */
    public void reported(ReportRequest counted, String machine) {
        for (SpawnReport part : counted.getSpawnsList()) {
            book.running(part.getSpawn()).ifPresent(spawn -> {
                reports.restore(part);
                reports.apply(spawn, machine, part)
                        .ifPresent(verdict -> verdicts.putIfAbsent(part.getSpawn(), verdict));
            });
        }
    }

    /** A spawn was closed. */
    public void closed(SpawnClosed closed) {
        book.running(closed.getSpawn()).ifPresent(spawn -> closing.replay(spawn, closed.getStatus()));
    }

    /** Something was to be told that concerns no spawn in particular. */
    public void told(Notice notice) {
        opening.told(notice.getSentence());
    }

    /** The clients whose spawns are open. */
    public Set<Integer> clients() {
        return book.running().stream().map(spawn -> spawn.request().getClient()).collect(Collectors.toSet());
    }

    /** All was read: what the earlier attempt was about to close is closed now. */
    public void end() {
        for (OpenSpawn spawn : book.running()) {
            Reports.Verdict verdict = verdicts.get(spawn.number());
            if (verdict != null) {
                closing.fail(spawn, verdict.code(), verdict.message());
            }
            closing.settle(spawn);
            opening.refill(spawn);
        }
    }
}
