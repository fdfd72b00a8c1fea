package org.hpvm.yarn.server;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which agents are on their way out, why, and since when the others have had no work. An agent that is to go is told to
 * end once it has nothing more to do. Not thread-safe; owned by the server's loop.
 */
final class Departures {
    private final Map<Integer, Instant> idleSince = new HashMap<>();
    private final Map<Integer, String> reasons = new HashMap<>();
    private final Set<Integer> dismissed = new HashSet<>();

    /** Takes note whether an agent has work. */
    void seen(int agent, boolean isIdle, Instant now) {
        if (isIdle) {
            idleSince.putIfAbsent(agent, now);
        } else {
            idleSince.remove(agent);
        }
    }

    /** Whether an agent has had no work for that long. */
    boolean isIdleFor(int agent, Duration time, Instant now) {
        Instant since = idleSince.get(agent);
        return since != null && !now.isBefore(since.plus(time));
    }

    /** An agent is to go; says whether that is new. */
    boolean begin(int agent, String why) {
        return reasons.putIfAbsent(agent, why) == null;
    }

    boolean isGoing(int agent) {
        return reasons.containsKey(agent);
    }

    /** Why an agent may be told to end now: it is to go, and has no work left; it is told once. */
    Optional<String> dismissal(int agent) {
        String why = reasons.get(agent);
        return why != null && idleSince.containsKey(agent) && dismissed.add(agent)
                ? Optional.of(why)
                : Optional.empty();
    }

    /** An agent is gone. */
    void ended(int agent) {
        idleSince.remove(agent);
        reasons.remove(agent);
        dismissed.remove(agent);
    }
}
