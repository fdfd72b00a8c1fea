package org.hpvm.minicluster;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/** A moment until which something is waited for. */
public final class Deadline {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Duration limit;
    private final long end;

    private Deadline(Duration limit) {
        this.limit = limit;
        this.end = System.nanoTime() + limit.toNanos();
    }

    public static Deadline in(Duration limit) {
        return new Deadline(limit);
    }

    public boolean hasPassed() {
        return System.nanoTime() - end >= 0;
    }

    /**
     * Asks every 20 ms until the answer is yes or the deadline has passed.
     *
     * @return whether the answer was yes
     */
    public boolean waitFor(Question question) throws IOException, InterruptedException {
        boolean yes = question.ask();
        while (!yes && !hasPassed()) {
            Thread.sleep(POLL.toMillis());
            yes = question.ask();
        }
        return yes;
    }

    /**
     * As {@link #waitFor}, and fails if the deadline passes.
     *
     * @param what is waited for, such as {@code "3 DataNodes to register"}
     * @param found says how far it came
     */
    public void require(String what, Supplier<String> found, Question question)
            throws IOException, InterruptedException {
        if (!waitFor(question)) {
            throw new IOException("wait for " + what + ": after " + limit.toSeconds() + " s found " + found.get());
        }
    }

    /** Answers yes or no, now. */
    @FunctionalInterface
    public interface Question {
        boolean ask() throws IOException;
    }
}
