package org.hpvm.yarn.provision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides on which machines an agent is asked for, kept and let go. Pure: events and the time go in, actions come out.
 * Not thread-safe.
 *
 * <p>One agent a machine. A machine on which an agent has ended of itself is tried again after a while, a few times,
 * and as often again if one has lasted; one whose agent was sent away, whenever there is need.
 */
public final class Fleet {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);
    private static final int MOST_FAILURES = 3;
    /** A machine whose agent has lasted for so long is no worse than others, whatever was before. */
    private static final Duration PROOF = Duration.ofMinutes(5);

    private final Map<String, Place> places = new LinkedHashMap<>();
    private int target;

    /** What is to be done with YARN. */
    public sealed interface Action {
        /** Ask for a container on the machine, in its partition; the empty name is the default partition's. */
        record Request(String host, String partition) implements Action {}

        /** Ask no more for one. */
        record Withdraw(String host) implements Action {}

        /** Start an agent in the container. */
        record Launch(String host, String container) implements Action {}

        /** Give a container back that nobody needs. */
        record Release(String container) implements Action {}
    }

    private enum State {
        FREE,
        REQUESTED,
        RUNNING,
        /** Its agent was told to end. */
        LEAVING
    }

    private static final class Place {
        private final String partition;
        private State state = State.FREE;
        private String container = "";
        private int failures;
        private Instant notBefore = Instant.MIN;
        /** When its container was granted. */
        private Instant since = Instant.MIN;
        /** Its agent has not joined, and is not given up. */
        private boolean awaited;
        /** YARN has it no more, or is about to take it out. */
        private boolean gone;

        Place(String partition) {
            this.partition = partition;
        }

        void run(String granted, Instant now) {
            state = State.RUNNING;
            container = granted;
            since = now;
            awaited = false;
        }

        boolean hasProspect() {
            return !gone && failures < MOST_FAILURES;
        }
    }

    /** How many agents there should be: fewer than before are not sent away, but those under way not waited for. */
    public List<Action> setTarget(int agents, Instant now) {
        target = agents;
        return balance(now);
    }

    /** A machine can be used from now on, maybe again. */
    public List<Action> machineFound(String host, String partition, Instant now) {
        Place place = places.computeIfAbsent(host, unused -> new Place(partition));
        if (place.gone) {
            place.gone = false;
            place.failures = 0;
        }
        return balance(now);
    }

    /** A machine is gone, or about to go; its container, if it has one, is told of by YARN. */
    public List<Action> machineGone(String host) {
        Place place = places.get(host);
        if (place == null) {
            return List.of();
        }
        place.gone = true;
        if (place.state == State.REQUESTED) {
            place.state = State.FREE;
            return List.of(new Action.Withdraw(host));
        }
        return List.of();
    }

    /** YARN has granted a container. */
    public List<Action> granted(String host, String container, Instant now) {
        Place place = places.get(host);
        if (place == null || place.state != State.REQUESTED) {
            return List.of(new Action.Release(container));
        }
        place.run(container, now);
        place.awaited = true;
        return List.of(new Action.Launch(host, container));
    }

    /** The agent in a container has joined. */
    public void joined(String container) {
        find(container).ifPresent(place -> place.awaited = false);
    }

    /** Gives back the containers whose agents have not joined in all that time; YARN tells of their end. */
    public List<Action> giveUpLate(Duration patience, Instant now) {
        List<Action> actions = new ArrayList<>();
        for (Place place : places.values()) {
            if (place.state == State.RUNNING && place.awaited && now.isAfter(place.since.plus(patience))) {
                place.awaited = false;
                actions.add(new Action.Release(place.container));
            }
        }
        return actions;
    }

    /** A container that an earlier attempt of the server had runs on. */
    public List<Action> adopted(String host, String container, Instant now) {
        Place place = places.computeIfAbsent(host, unused -> new Place(""));
        if (place.state == State.RUNNING && !place.container.equals(container)) {
            return List.of(new Action.Release(container));
        }
        List<Action> actions = place.state == State.REQUESTED ? List.of(new Action.Withdraw(host)) : List.of();
        place.run(container, now);
        return actions;
    }

    /** The agent in a container was sent away: its end is no failure. */
    public void leaving(String container) {
        find(container).ifPresent(place -> place.state = State.LEAVING);
    }

    /** A container has ended, or could not be started. */
    public List<Action> ended(String container, Instant now) {
        find(container).ifPresent(place -> {
            if (place.state != State.LEAVING) {
                place.failures = now.isBefore(place.since.plus(PROOF)) ? place.failures + 1 : 1;
                place.notBefore = now.plus(PAUSE_AFTER_FAILURE.multipliedBy(place.failures));
            }
            place.state = State.FREE;
            place.container = "";
        });
        return balance(now);
    }

    /**
     * Asks for what is missing, and no more for what is too many; also called every now and then, for the machines
     * whose pause is over.
     */
    public List<Action> balance(Instant now) {
        List<Action> actions = new ArrayList<>();
        int used = used();
        for (Map.Entry<String, Place> entry : places.entrySet()) {
            Place place = entry.getValue();
            boolean isUsable = place.state == State.FREE && place.hasProspect() && !now.isBefore(place.notBefore);
            if (isUsable && used < target) {
                place.state = State.REQUESTED;
                actions.add(new Action.Request(entry.getKey(), place.partition));
                used++;
            } else if (place.state == State.REQUESTED && used > target) {
                place.state = State.FREE;
                actions.add(new Action.Withdraw(entry.getKey()));
                used--;
            }
        }
        return actions;
    }

    /** How many machines have an agent, or are to get one. */
    public int used() {
        return (int) places.values().stream()
                .filter(place -> place.state == State.REQUESTED || place.state == State.RUNNING)
                .count();
    }

    /** Whether some machine has an agent, or may get one. */
    public boolean hasProspect() {
        return places.values().stream().anyMatch(Place::hasProspect);
    }

    /** How many machines are known. */
    public int machines() {
        return places.size();
    }

    /** The machine of a container. */
    public Optional<String> hostOf(String container) {
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().container.equals(container))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<Place> find(String container) {
        return places.values().stream()
                .filter(place -> place.container.equals(container) && !container.isEmpty())
                .findFirst();
    }
}
