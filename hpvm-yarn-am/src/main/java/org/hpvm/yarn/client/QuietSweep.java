package org.hpvm.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.hpvm.yarn.sweep.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sweep beside something else, which waits for it at no time: it ends when its work is done or its process ends. What
 * it does not come to, the next one does.
 */
public final class QuietSweep {
    private static final Logger LOG = LoggerFactory.getLogger(QuietSweep.class);

    private static final Duration LATER = Duration.ofSeconds(1);

    private QuietSweep() {}

    /** Begins, once whatever is being started has had a moment to start. */
    public static void begin(Sweeper sweeper) {
        Thread thread = new Thread(() -> sweep(sweeper), "sweep");
        thread.setDaemon(true);
        thread.start();
    }

    private static void sweep(Sweeper sweeper) {
        try {
            Thread.sleep(LATER.toMillis());
            List<Verdict> removed =
                    sweeper.look().stream().filter(Verdict::isRemoved).toList();
            for (Verdict verdict : removed) {
                sweeper.remove(verdict);
                LOG.info("removed {}: {}", sweeper.path(verdict.found()), verdict.why());
            }
        } catch (IOException | RuntimeException e) {
            // Nobody waits for this, and the next run tries again.
            LOG.debug("the sweep broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
