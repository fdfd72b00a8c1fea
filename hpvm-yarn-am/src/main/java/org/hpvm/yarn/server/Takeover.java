package org.hpvm.yarn.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hpvm.yarn.spawn.Spawns;

/**
 * The containers that run on from an earlier attempt of the server, until their agents are back: nothing is leased for
 * a time, since their tasks would run twice. Not thread-safe; owned by the server's loop.
 */
final class Takeover {
    /**
     * An agent finds a new server within a second or two of its start; until then its tasks are not given to others.
     */
    private static final Duration GRACE = Duration.ofSeconds(4);

    private final Spawns spawns;
    private final Instant began;
    /** Those whose agents are not back, with the time when they were taken over. */
    private final Map<String, Instant> returning = new HashMap<>();

    private boolean isHeldBack;

    Takeover(Spawns spawns, Instant began) {
        this.spawns = spawns;
        this.began = began;
    }

    void begin(Iterable<String> containers, Instant now) {
        containers.forEach(container -> returning.put(container, now));
        if (!returning.isEmpty() && now.isBefore(began.plus(GRACE))) {
            isHeldBack = true;
            spawns.holdBack();
        }
    }

    /** An agent is back, or will not come. */
    void settled(String container) {
        returning.remove(container);
        if (isHeldBack && returning.isEmpty()) {
            goOn();
        }
    }

    /**
     * Agents that have not come back in time may be dead: others do their work, and one that is late is welcome.
     *
     * @return the containers that are given up, since they have been silent for too long
     */
    List<String> overdue(Duration silence, Instant now) {
        if (isHeldBack && now.isAfter(began.plus(GRACE))) {
            goOn();
        }
        List<String> late = returning.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue().plus(silence)))
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(returning::remove);
        return late;
    }

    private void goOn() {
        isHeldBack = false;
        spawns.goOn();
    }
}
