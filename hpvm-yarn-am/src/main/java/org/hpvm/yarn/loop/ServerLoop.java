package org.hpvm.yarn.loop;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns the server's state. Whoever wants to read or change it sends a piece of work here, which
 * must not wait for anything. Thread-safe.
 */
public final class ServerLoop implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);
    private static final long END_SECONDS = 5;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "server-loop");
        made.setDaemon(true);
        return made;
    });
    private final Consumer<Throwable> onFailure;

    /** @param onFailure told of work that failed, after which the state is not to be trusted */
    public ServerLoop(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
    }

    /** Does work on the loop's thread, after what waits already. */
    @Override
    public void execute(Runnable work) {
        try {
            thread.execute(guarded(work));
        } catch (RejectedExecutionException e) {
            LOG.debug("work came after the end", e);
        }
    }

    /** Does work on the loop's thread whose answer comes then or later; what it throws is the answer's failure. */
    public <T> CompletableFuture<T> call(Callable<CompletableFuture<T>> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        execute(() -> {
            CompletableFuture<T> later;
            try {
                later = work.call();
            } catch (Exception e) {
                answer.completeExceptionally(e);
                return;
            }
            var unused = later.whenComplete((value, failure) -> {
                if (failure == null) {
                    answer.complete(value);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
        return answer;
    }

    /** Work that may fail. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /** Does work on the loop's thread and waits for its end; for the start, when nobody calls yet. */
    public void await(Duration limit, Work work) throws IOException, InterruptedException {
        try {
            CompletableFuture<Boolean> done = call(() -> {
                work.run();
                return CompletableFuture.completedFuture(true);
            });
            var unused = done.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException defect) {
                throw defect;
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("wait for the server's loop: no end after " + limit.toSeconds() + " s", e);
        }
    }

    /** Does work once, after a time. */
    public void after(Duration delay, Runnable work) {
        try {
            var unused = thread.schedule(guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("work came after the end", e);
        }
    }

    /** Does work again and again. */
    public void every(Duration period, Runnable work) {
        var unused =
                thread.scheduleWithFixedDelay(guarded(work), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.error("the server's loop failed", e);
                onFailure.accept(e);
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the server's loop did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
