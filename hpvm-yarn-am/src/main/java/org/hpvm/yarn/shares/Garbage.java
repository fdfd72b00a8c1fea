package org.hpvm.yarn.shares;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * Finds files that hold nothing which anybody may still read. What is found once is given at the next look, if that
 * finds it too, so that somebody who has begun to read can end. Not thread-safe.
 *
 * <p>A segment may go once its writer has begun another one and every spawn has ended that ran then: until its end a
 * task may report what was written for it long before.
 */
public final class Garbage {
    private final Map<Long, Long> lastSpawnBySegment = new HashMap<>();
    private final Set<Path> formerBases = new HashSet<>();
    private Set<Long> segmentsFound = new HashSet<>();
    private Set<Path> basesFound = new HashSet<>();

    /** What may be removed. */
    public record Removable(List<Long> segments, List<Path> bases) {}

    /**
     * Looks for what may go.
     *
     * @param named all that anybody may still read
     * @param lastSpawn the number of the newest spawn
     * @param oldestRunning the number of the oldest spawn that runs, or a higher one than any has
     */
    public Removable look(ShareTable shares, Named named, long lastSpawn, long oldestRunning) {
        JournalRecords records = shares.records();
        Set<Long> segments = new HashSet<>();
        for (long segment : records.endedSegments()) {
            long ranThen = lastSpawnBySegment.computeIfAbsent(segment, unused -> lastSpawn);
            if (!named.hasSegment(segment) && oldestRunning > ranThen) {
                segments.add(segment);
            }
        }
        formerBases.addAll(shares.takeFormerBases());
        Set<Path> bases = new HashSet<>(formerBases);
        bases.removeIf(named::hasBase);

        List<Long> oldSegments = new ArrayList<>(segments);
        oldSegments.retainAll(segmentsFound);
        oldSegments.forEach(segment -> {
            records.removed(segment);
            lastSpawnBySegment.remove(segment);
        });
        List<Path> oldBases = new ArrayList<>(bases);
        oldBases.retainAll(basesFound);
        oldBases.forEach(formerBases::remove);
        segmentsFound = segments;
        basesFound = bases;
        // What is no longer named by this is found at the next look.
        shares.forgetSteps();
        return new Removable(oldSegments, oldBases);
    }
}
