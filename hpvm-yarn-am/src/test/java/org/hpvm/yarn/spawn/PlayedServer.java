package org.hpvm.yarn.spawn;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;
import org.hpvm.yarn.shares.Share;
import org.hpvm.yarn.shares.ShareTable;

/**
 * A server that is nothing but what its journal says: the real shares and the real ledger, fed with entries, so that a
 * second one that reads the same entries must know the same. A task counts the first time that it is reported.
 */
final class PlayedServer {
    private final ByteOrder order;
    final ShareTable shares = new ShareTable();
    final JournalRecords records = shares.records();
    private final Map<Long, Open> open = new HashMap<>();

    private static final class Open {
        private final MergeLedger ledger;
        private final Map<Integer, ShareVersion> seen;
        private final RangeSet done = new RangeSet();

        Open(MergeLedger ledger, Map<Integer, ShareVersion> seen) {
            this.ledger = ledger;
            this.seen = seen;
        }
    }

    /** What a spawn has brought. */
    record Result(Map<Integer, ExtentMap> merged, Map<Integer, List<Accumulation>> accumulated) {}

    PlayedServer(ByteOrder order) {
        this.order = order;
    }

    /** Takes an entry of the journal; gives the result if it closes a spawn well. */
    Optional<Result> apply(JournalEntry entry) throws IOException {
        switch (entry.getKindCase()) {
            case SHARE_CREATED -> shares.add(entry.getShareCreated());
            case SHARE_COMPACTED -> shares.compacted(entry.getShareCompacted());
            case SPAWN_OPENED ->
                begin(entry.getSpawnOpened().getSpawn(), entry.getSpawnOpened().getRequest());
            case REPORT -> report(entry.getReport());
            case SPAWN_CLOSED -> {
                return close(
                        entry.getSpawnClosed().getSpawn(),
                        entry.getSpawnClosed().getStatus().getCode() == 0);
            }
            default -> throw new IllegalArgumentException("an entry of kind " + entry.getKindCase());
        }
        return Optional.empty();
    }

    private void begin(long spawn, SpawnRequest request) throws IOException {
        for (ShareUpdate update : request.getUpdatesList()) {
            shares.get(update.getNumber(), 0).update(update, records);
        }
        Map<Integer, ShareVersion> seen = new HashMap<>();
        shares.all().forEach(share -> seen.put(share.number(), share.current()));
        open.put(spawn, new Open(new MergeLedger(records, order), seen));
    }

    private void report(ReportRequest report) {
        for (SpawnReport part : report.getSpawnsList()) {
            Open spawn = open.get(part.getSpawn());
            if (spawn == null) {
                continue;
            }
            RangeSet counted = new RangeSet();
            for (int at = 0; at + 1 < part.getDoneCount(); at += 2) {
                for (long task = part.getDone(at); task < part.getDone(at) + part.getDone(at + 1); task++) {
                    counted.add(task, task + spawn.done.add(task, task + 1));
                }
            }
            spawn.ledger.add(part.getRecordsList(), counted);
        }
    }

    boolean isDone(long spawn, long tasks) {
        return open.getOrDefault(spawn, new Open(new MergeLedger(records, order), Map.of()))
                        .done
                        .size()
                == tasks;
    }

    /** What a share holds for a spawn that is open. */
    ShareVersion seen(long spawn, int share) {
        return Objects.requireNonNull(
                Objects.requireNonNull(open.get(spawn)).seen.get(share));
    }

    /** Names what open spawns need. */
    void nameIn(Named named) {
        for (Open spawn : open.values()) {
            spawn.seen.values().forEach(named::add);
            spawn.ledger.name(named);
        }
    }

    long oldestOpen() {
        return open.keySet().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    boolean counts(long spawn, long task) {
        Open found = open.get(spawn);
        return found != null && found.done.contains(task);
    }

    Optional<String> conflict(long spawn) {
        Open found = open.get(spawn);
        return found == null ? Optional.empty() : found.ledger.conflict(Integer::toString);
    }

    private Optional<Result> close(long spawn, boolean isWell) throws IOException {
        Open closed = open.remove(spawn);
        if (closed == null || !isWell) {
            return Optional.empty();
        }
        Map<Integer, ExtentMap> merged = new LinkedHashMap<>(closed.ledger.layered());
        for (Map.Entry<Integer, ExtentMap> entry : merged.entrySet()) {
            Share share = shares.get(entry.getKey(), 0);
            share.apply(entry.getValue());
        }
        return Optional.of(new Result(merged, closed.ledger.accumulations()));
    }
}
