package org.hpvm.yarn.spawn;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.shares.Asked;

/**
 * Which spawns there are: those that run, and the last of each client that have ended, since their parents are about to
 * fetch what came of them. Not thread-safe; owned by the server's loop.
 */
final class SpawnBook {
    /** A client has one at a time; it may ask for the last again, and for tasks of it. */
    private static final int MOST_KEPT_OF_A_CLIENT = 2;

    private final Map<Long, OpenSpawn> running = new LinkedHashMap<>();
    private final Map<Long, OpenSpawn> kept = new LinkedHashMap<>();
    private final Set<Integer> clientsGone = new HashSet<>();
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
        int client = spawn.request().getClient();
        if (clientsGone.contains(client)) {
            return;
        }
        kept.put(spawn.number(), spawn);
        List<OpenSpawn> ofClient = kept.values().stream()
                .filter(one -> one.request().getClient() == client)
                .toList();
        if (ofClient.size() > MOST_KEPT_OF_A_CLIENT) {
            kept.remove(ofClient.get(0).number());
        }
    }

    /** A client will ask for nothing any more. */
    void clientGone(int client) {
        clientsGone.add(client);
        kept.values().removeIf(spawn -> spawn.request().getClient() == client);
    }

    /** Those that run and those that are kept. */
    List<OpenSpawn> all() {
        return Stream.concat(running.values().stream(), kept.values().stream()).toList();
    }

    long newest() {
        return made;
    }

    /** The number of the oldest spawn that runs; higher than that of any if none does. */
    long oldestRunning() {
        return running.keySet().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
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
        return all().stream()
                .filter(spawn -> Asked.by(spawn.request()).equals(request))
                .findFirst();
    }
}
