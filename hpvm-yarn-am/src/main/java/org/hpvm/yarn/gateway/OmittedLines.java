package org.hpvm.yarn.gateway;

import java.time.Duration;
import java.util.Optional;

/** Tells now and then, and at the end, how much of what tasks print was not shown, and where it is to be read. */
final class OmittedLines {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final String application;
    private final long spawn;
    private long told;
    private long toldNanoseconds;

    OmittedLines(String application, long spawn, long nowNanoseconds) {
        this.application = application;
        this.spawn = spawn;
        this.toldNanoseconds = nowNanoseconds;
    }

    /**
     * What is to be told now.
     *
     * @param lines how many were left out so far
     * @param task that has printed some of them
     */
    Optional<String> sentence(long lines, long task, boolean isOver, long nowNanoseconds) {
        told = lines < told ? 0 : told; // another attempt of the server counts anew
        boolean isTime = isOver || nowNanoseconds - toldNanoseconds > PAUSE.toNanos();
        if (lines <= told || !isTime) {
            return Optional.empty();
        }
        long more = lines - told;
        told = lines;
        toldNanoseconds = nowNanoseconds;
        return Optional.of(more + (more == 1 ? " line" : " lines") + " more in the logs: hpvm app logs " + application
                + " --spawn " + spawn + " --task " + task);
    }
}
