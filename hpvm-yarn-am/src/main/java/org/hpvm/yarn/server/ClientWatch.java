package org.hpvm.yarn.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Knows when each client was last heard, and how the application is to end: with its only client, or, if it is a
 * session's, once it has had none for a time. Owned by the server's loop.
 */
final class ClientWatch {
    private final Duration patience;
    private final Optional<Duration> idle;
    private final InstantSource clock;
    private final CompletableFuture<Ending> ending;
    private final Map<Integer, Instant> heardByClient = new TreeMap<>();
    private final Set<Integer> gone = new HashSet<>();
    private Instant heard;
    private Instant idleFrom;

    /** How the application ends. */
    record Ending(boolean succeeded, String diagnostics) {}

    /**
     * Begins to wait for clients.
     *
     * @param patience a client that is silent for so long is dead
     * @param idle how long a session waits for the next client; empty if this is no session
     * @param ending completed once, when the application is to end
     */
    ClientWatch(Duration patience, Optional<Duration> idle, InstantSource clock, CompletableFuture<Ending> ending) {
        this.patience = patience;
        this.idle = idle;
        this.clock = clock;
        this.ending = ending;
        this.heard = clock.instant();
        this.idleFrom = heard;
    }

    /**
     * This attempt of the server follows an earlier one, whose clients have yet to find it.
     *
     * @param clients those that have something at the server; others make themselves known by what they call
     */
    void takeOver(Set<Integer> clients) {
        heard();
        idleFrom = heard.plus(patience);
        clients.forEach(this::joined);
    }

    /** Somebody called. */
    void heard() {
        heard = clock.instant();
    }

    void joined(int client) {
        heard();
        heardByClient.put(client, heard);
    }

    /** A client says that it lives; one that was given up stays so. */
    void heard(int client) {
        heard();
        if (client != 0 && !gone.contains(client)) {
            heardByClient.put(client, heard);
        }
    }

    void left(int client) {
        heard();
        forget(client);
    }

    private void forget(int client) {
        heardByClient.remove(client);
        gone.add(client);
    }

    void finish(boolean succeeded, String diagnostics) {
        ending.complete(new Ending(succeeded, diagnostics));
    }

    /**
     * Ends the application if nobody needs it any more.
     *
     * @param lost told of each client of a session that is dead
     */
    void look(IntConsumer lost) {
        Instant now = clock.instant();
        if (idle.isEmpty()) {
            if (now.isAfter(heard.plus(patience))) {
                finish(
                        false,
                        "the program that started the application was not heard for " + patience.toSeconds() + " s");
            }
            return;
        }
        List<Integer> silent = heardByClient.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue().plus(patience)))
                .map(Map.Entry::getKey)
                .toList();
        for (int client : silent) {
            forget(client);
            lost.accept(client);
        }
        if (heardByClient.isEmpty() && now.isAfter(idleFrom) && now.isAfter(heard.plus(idle.get()))) {
            finish(true, "the session had no program for " + idle.get().toSeconds() + " s");
        }
    }
}
