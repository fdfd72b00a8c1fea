package org.hpvm.yarn.spawn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.shares.Asked;

/**
 * Which spawns there are: those that run, and the last that have ended, until their parents have fetched what came of
 * them. Not thread-safe; owned by the server's loop.
 */
final class SpawnBook {
    private static final int MOST_KEPT = 8;

    private final Map<Long, OpenSpawn> running = new LinkedHashMap<>();
    private final Map<Long, OpenSpawn> kept = new LinkedHashMap<>();
    private long made;

    long newNumber() {
        return ++made;
    }

    /** A number is taken, as an earlier attempt of the server has written down. */
    void taken(long number) {
        made = Math.max(made, number);
    }

    /** Whether there ever was a spawn. */
    boolean hasBegun() {
        return made > 0;
    }

    void begun(OpenSpawn spawn) {
        running.put(spawn.number(), spawn);
    }

    void ended(OpenSpawn spawn) {
        running.remove(spawn.number());
        kept.put(spawn.number(), spawn);
        while (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    List<OpenSpawn> running() {
        return List.copyOf(running.values());
    }

    Optional<OpenSpawn> running(long number) {
        return Optional.ofNullable(running.get(number));
    }

    /**
     * A spawn that runs, or has ended not long ago.
     *
     * @throws HpvmException with {@link ErrorCode#INVALID}
     */
    OpenSpawn find(long number) throws HpvmException {
        OpenSpawn spawn = running.getOrDefault(number, kept.get(number));
        if (spawn == null) {
            throw new HpvmException(ErrorCode.INVALID, "find spawn " + number + ": it is not known, or long over");
        }
        return spawn;
    }

    /** The spawn that a request has opened. */
    Optional<OpenSpawn> of(Asked request) {
        return Stream.concat(running.values().stream(), kept.values().stream())
                .filter(spawn -> Asked.by(spawn.request()).equals(request))
                .findFirst();
    }
}
