package org.hpvm.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.FinishRequest;
import org.hpvm.proto.client.PingRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of an application, connected to when it is first needed and told now and then that we live. A call that
 * gets no answer is made again, at the attempt of the server that YARN names then, so every call must be one that may
 * come twice. Thread-safe.
 */
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final long PING_SECONDS = 5;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Application application;
    private final Duration patience;
    private final ScheduledExecutorService pinger = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ping");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ServerConnection connection;

    public RunningServer(Application application) {
        this.application = application;
        this.patience = application.patience();
        var unused = pinger.scheduleWithFixedDelay(this::ping, 0, PING_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Calls the server until it answers; waits for it to start.
     *
     * @throws HpvmException if the application has ended, no server answered for too long, or the answer is a refusal
     */
    public <T> T call(ServerConnection.Call<T> call) throws HpvmException {
        long begun = System.nanoTime();
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            HpvmException failure;
            ServerConnection used = null;
            try {
                used = connection();
                return used.call(call);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HpvmException(ErrorCode.CANCELLED, "call the server of the application: interrupted", e);
            } catch (IOException e) {
                failure = HpvmException.of(e, ErrorCode.UNAVAILABLE, "find the server of " + application.id());
            }
            boolean mayHelp = failure.code() == ErrorCode.GATEWAY || failure.code() == ErrorCode.UNAVAILABLE;
            if (!mayHelp || System.nanoTime() - begun > patience.toNanos()) {
                throw failure;
            }
            LOG.debug("the server did not answer", failure);
            forget(used);
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** The link, opened if it is not; waits for the server to start. */
    private synchronized ServerConnection connection() throws IOException, InterruptedException {
        ServerConnection open = connection;
        if (open == null) {
            open = application.connect();
            connection = open;
        }
        return open;
    }

    private synchronized void forget(@Nullable ServerConnection silent) {
        if (silent != null && connection == silent) {
            silent.close();
            connection = null;
        }
    }

    private static void sleep(Duration pause) throws HpvmException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HpvmException(ErrorCode.CANCELLED, "wait for the server of the application: interrupted", e);
        }
    }

    private void ping() {
        try {
            var unused = call(server -> server.ping(null, PingRequest.getDefaultInstance()));
        } catch (HpvmException e) {
            // Whoever makes a call of his own is told; a ping has nobody to tell.
            LOG.debug("could not tell the server that we live", e);
        }
    }

    /** Ends the application and waits until it has ended. */
    public void finish(boolean succeeded, String diagnostics) throws IOException, InterruptedException {
        pinger.shutdownNow();
        try {
            var unused = call(server -> server.finish(
                    null,
                    FinishRequest.newBuilder()
                            .setSucceeded(succeeded)
                            .setDiagnostics(diagnostics)
                            .build()));
        } catch (HpvmException e) {
            application.kill();
        }
        application.awaitEnd();
    }

    @Override
    public void close() {
        pinger.shutdownNow();
        synchronized (this) {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
