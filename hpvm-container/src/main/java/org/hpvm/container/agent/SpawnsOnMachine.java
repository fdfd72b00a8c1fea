package org.hpvm.container.agent;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The spawns that this machine takes part in. Thread-safe. */
final class SpawnsOnMachine {
    private final BrokenLeaves broken = new BrokenLeaves();

    private final Map<Long, SpawnOnMachine> byNumber = new ConcurrentHashMap<>();

    void add(SpawnOnMachine spawn) {
        byNumber.put(spawn.number(), spawn);
    }

    Optional<SpawnOnMachine> find(long number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    void remove(long number) {
        byNumber.remove(number);
    }

    /** Whether bytes that tasks have merged may be sent to the server, too; it is told that they are. */
    boolean mayCopy(long spawn, long bytes) {
        return find(spawn).map(found -> found.mayCopy(bytes)).orElse(false);
    }

    /** The leaves that no spawn uses any more. */
    BrokenLeaves broken() {
        return broken;
    }
}
