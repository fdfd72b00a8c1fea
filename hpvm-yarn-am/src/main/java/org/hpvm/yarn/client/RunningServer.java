package org.hpvm.yarn.client;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.FinishRequest;
import org.hpvm.proto.client.PingRequest;
import org.jspecify.annotations.Nullable;

/** The server of an application, connected to when it is first needed and told now and then that we live. */
public final class RunningServer implements AutoCloseable {
    private static final long PING_SECONDS = 5;

    private final Application application;
    private final ScheduledExecutorService pinger = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "ping");
        thread.setDaemon(true);
        return thread;
    });
    private @Nullable ServerConnection connection;

    public RunningServer(Application application) {
        this.application = application;
        var unused = pinger.scheduleWithFixedDelay(this::ping, 0, PING_SECONDS, TimeUnit.SECONDS);
    }

    /** The link, opened if it is not; waits for the server to start. */
    public synchronized ServerConnection connection() throws IOException, InterruptedException {
        ServerConnection open = connection;
        if (open == null) {
            open = application.connect();
            connection = open;
        }
        return open;
    }

    private void ping() {
        try {
            connection().call(server -> server.ping(null, PingRequest.getDefaultInstance()));
        } catch (IOException e) {
            // Whoever makes a call of his own is told; a ping has nobody to tell.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the application and waits until it has ended. */
    public void finish(boolean succeeded, String diagnostics) throws IOException, InterruptedException {
        pinger.shutdownNow();
        try {
            connection()
                    .call(server -> server.finish(
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
        ServerConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
