package org.hpvm.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.FinishRequest;
import org.hpvm.proto.client.LeaveRequest;
import org.hpvm.proto.client.OpenRequest;
import org.hpvm.proto.client.PingRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.yarn.protocol.ClientProtocol;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of a gateway, connected to when it is first needed and told now and then that we live. A call that gets no
 * answer is made again, at the attempt of the server that is found then, so every call must be one that may come twice.
 * Thread-safe.
 */
public final class RunningServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final long PING_SECONDS = 5;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final String application;
    private final Connector connector;
    private final Duration patience;
    private final ScheduledExecutorService pinger = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ping");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ServerConnection connection;
    /** 0 until there was a link. */
    private volatile int client;

    /** Finds the server and opens a link; waits for the server to start. */
    @FunctionalInterface
    public interface Connector {
        ServerConnection connect() throws IOException, InterruptedException;
    }

    /** @param patience how long to look for a server that answers */
    public RunningServer(String application, Connector connector, Duration patience) {
        this.application = application;
        this.connector = connector;
        this.patience = patience;
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
                failure = HpvmException.of(e, ErrorCode.UNAVAILABLE, "find the server of " + application);
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
            open = connector.connect();
            if (client == 0) {
                client = number(open);
            }
            connection = open;
        }
        return open;
    }

    private static int number(ServerConnection opened) throws IOException {
        try {
            return opened.call(server -> server.open(null, OpenRequest.getDefaultInstance()))
                    .getWriter();
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private synchronized void forget(@Nullable ServerConnection silent) {
        if (silent != null && connection == silent) {
            silent.close();
            connection = null;
        }
    }

    /** Our number at the server, the same at all its attempts; waits for the server to start. */
    public int client() throws HpvmException {
        if (client == 0) {
            var unused = call(this::ping);
        }
        return client;
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
            var unused = call(this::ping);
        } catch (HpvmException e) {
            // Whoever makes a call of his own is told; a ping has nobody to tell.
            LOG.debug("could not tell the server that we live", e);
        }
    }

    private Status ping(ClientProtocol server) throws ServiceException {
        return server.ping(null, PingRequest.newBuilder().setClient(client).build());
    }

    /** Tells the server that our parent has ended; what was ours is gone when this returns. */
    public void leave() throws IOException, InterruptedException {
        pinger.shutdownNow();
        ServerConnection.require(call(server ->
                server.leave(null, LeaveRequest.newBuilder().setClient(client).build())));
    }

    /** Asks the server to end the application. */
    public void finish(boolean succeeded, String diagnostics) throws IOException, InterruptedException {
        pinger.shutdownNow();
        ServerConnection.require(call(server -> server.finish(
                null,
                FinishRequest.newBuilder()
                        .setSucceeded(succeeded)
                        .setDiagnostics(diagnostics)
                        .build())));
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
