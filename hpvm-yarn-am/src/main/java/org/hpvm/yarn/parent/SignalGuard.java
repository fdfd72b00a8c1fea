package org.hpvm.yarn.parent;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Work that a signal interrupts, and that gets the time to clean up before this JVM ends. The hook is Hadoop's, and
 * comes before the one that closes its file systems, since cleaning needs them.
 */
public final class SignalGuard {
    /** Above {@code FileSystem.SHUTDOWN_HOOK_PRIORITY}, which is 10. */
    private static final int PRIORITY = 50;

    private static final long PATIENCE_SECONDS = 30;

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch cleaned = new CountDownLatch(1);

    private SignalGuard() {}

    /** What is done, and cleaned up after, by the thread that calls. */
    @FunctionalInterface
    public interface Work {
        int run() throws IOException, InterruptedException;
    }

    /** Does the work; SIGINT and SIGTERM become an interrupt of this thread. */
    public static int run(Work work) throws IOException, InterruptedException {
        SignalGuard guard = new SignalGuard();
        ShutdownHookManager hooks = ShutdownHookManager.get();
        Runnable hook = guard::interrupt;
        hooks.addShutdownHook(hook, PRIORITY, PATIENCE_SECONDS, TimeUnit.SECONDS);
        try {
            return work.run();
        } finally {
            guard.cleaned.countDown();
            if (!hooks.isShutdownInProgress()) {
                hooks.removeShutdownHook(hook);
            }
        }
    }

    private void interrupt() {
        worker.interrupt();
        try {
            if (!cleaned.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("hpvm: cleaning up took more than " + PATIENCE_SECONDS + " s; see hpvm app ls");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
