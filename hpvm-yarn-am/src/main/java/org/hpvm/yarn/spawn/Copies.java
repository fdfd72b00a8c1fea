package org.hpvm.yarn.spawn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.share.RecordMessage;

/**
 * Merged bytes that agents send along with the place where they stand in HDFS: the parent gets them with the end of its
 * spawn and need not read them there, which takes as long as all else of a short spawn. Agents may send so many in all
 * that it is no burden. Nobody relies on them: they are in no journal, and what was not kept is read. Not thread-safe;
 * owned by the server's loop.
 */
final class Copies {
    private static final long MOST_BYTES = 48 << 20;
    private static final long MOST_BYTES_OF_A_SPAWN = 16 << 20;

    private final Map<Long, Kept> bySpawn = new LinkedHashMap<>();
    private long bytes;

    private static final class Kept {
        private final Map<RecordPlace, RecordMessage> byPlace = new LinkedHashMap<>();
        private long bytes;
    }

    /** How many bytes of a spawn each of so many agents may send. */
    static long allowance(int agents) {
        return MOST_BYTES_OF_A_SPAWN / Math.max(1, agents);
    }

    /** Keeps the copies that are in a report; gives the report without them. */
    SpawnReport keep(SpawnReport report) {
        if (report.getRecordsList().stream().noneMatch(Copies::isCopy)) {
            return report;
        }
        SpawnReport.Builder lean = report.toBuilder().clearRecords();
        for (RecordMessage message : report.getRecordsList()) {
            if (isCopy(message)) {
                keep(report.getSpawn(), message);
                lean.addRecords(message.toBuilder().clearPayload());
            } else {
                lean.addRecords(message);
            }
        }
        return lean.build();
    }

    private static boolean isCopy(RecordMessage message) {
        return message.getSegment() != RecordPlace.JOURNAL
                && !message.getPayload().isEmpty();
    }

    private void keep(long spawn, RecordMessage message) {
        int size = message.getPayload().size();
        Kept kept = bySpawn.computeIfAbsent(spawn, unused -> new Kept());
        RecordPlace place = new RecordPlace(message.getSegment(), message.getOffset(), message.getLength());
        if (kept.bytes + size > MOST_BYTES_OF_A_SPAWN || kept.byPlace.containsKey(place)) {
            return;
        }
        kept.byPlace.put(place, message.toBuilder().clearTable().build());
        kept.bytes += size;
        bytes += size;
        while (bytes > MOST_BYTES) {
            drop(bySpawn.keySet().iterator().next());
        }
    }

    private Map<RecordPlace, RecordMessage> drop(long spawn) {
        Kept kept = bySpawn.remove(spawn);
        if (kept == null) {
            return Map.of();
        }
        bytes -= kept.bytes;
        return kept.byPlace;
    }

    /** The copies of the records with these places, as far as there are some; the spawn's are not kept any longer. */
    List<RecordMessage> take(long spawn, Set<RecordPlace> wanted) {
        Map<RecordPlace, RecordMessage> kept = drop(spawn);
        return kept.entrySet().stream()
                .filter(copy -> wanted.contains(copy.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
