package org.hpvm.yarn.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/** Knows when the parent's side was last heard, and how the application is to end. Owned by the server's loop. */
final class ClientWatch {
    private final Duration patience;
    private final InstantSource clock;
    private final CompletableFuture<Ending> ending;
    private Instant heard;

    /** How the application ends. */
    record Ending(boolean succeeded, String diagnostics) {}

    /** @param ending completed once, when the application is to end */
    ClientWatch(Duration patience, InstantSource clock, CompletableFuture<Ending> ending) {
        this.patience = patience;
        this.clock = clock;
        this.ending = ending;
        this.heard = clock.instant();
    }

    void heard() {
        heard = clock.instant();
    }

    void finish(boolean succeeded, String diagnostics) {
        ending.complete(new Ending(succeeded, diagnostics));
    }

    /** Ends the application if the parent's side is dead. */
    void look() {
        if (clock.instant().isAfter(heard.plus(patience))) {
            finish(false, "the program that started the application was not heard for " + patience.toSeconds() + " s");
        }
    }
}
