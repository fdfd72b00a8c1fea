package org.hpvm.yarn.parent;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Application;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.gateway.Gateway;
import org.hpvm.yarn.gateway.GatewayServices;
import org.hpvm.yarn.settings.HpvmSettings;

/** An application of its own for one parent, and the gateway in front of it. Not thread-safe. */
public final class GatewayHost implements AutoCloseable {
    private final Cluster cluster;
    private final Application application;
    private final RunningServer server;
    private final GatewayServices services;
    private final Gateway gateway;
    private boolean isFinished;

    private GatewayHost(
            Cluster cluster, Application application, RunningServer server, GatewayServices services, Gateway gateway) {
        this.cluster = cluster;
        this.application = application;
        this.server = server;
        this.services = services;
        this.gateway = gateway;
    }

    /**
     * Submits an application and opens a gateway; does not wait for the server.
     *
     * @param name of the application
     * @param notices hears sentences for the user
     */
    public static GatewayHost submit(
            Cluster cluster,
            HpvmSettings settings,
            String name,
            Consumer<String> notices,
            GatewayServices.SpawnListener listener)
            throws IOException {
        Application application = cluster.submit(name);
        RunningServer server = new RunningServer(application);
        GatewayServices services = new GatewayServices(
                cluster,
                settings,
                server,
                application.id().toString(),
                Optional.ofNullable(System.getenv("HPVM_KERNELS")).orElse(""),
                notices,
                listener);
        try {
            return new GatewayHost(cluster, application, server, services, Gateway.open(services));
        } catch (IOException e) {
            try (server;
                    services) {
                application.kill();
                throw e;
            }
        }
    }

    public ApplicationId application() {
        return application.id();
    }

    /** Where parents find the gateway. */
    public Path socket() {
        return gateway.path();
    }

    /**
     * Ends the application.
     *
     * @param status what the parent ended with, or 0 if that cannot be known
     * @throws HpvmException if the parent ended with 0 but looked away from a failed call
     */
    public void finish(int status) throws IOException, InterruptedException {
        Optional<HpvmException> unseen = gateway.unseen();
        server.finish(status == 0 && unseen.isEmpty(), "the program ended with status " + status);
        isFinished = true;
        if (status == 0 && unseen.isPresent()) {
            throw unseen.get();
        }
    }

    /** Closes the gateway, kills the application if it was not finished, and leaves nothing of it behind. */
    @Override
    public void close() throws IOException {
        // Closed in reverse order; each even if the one before it failed.
        try (server;
                services;
                gateway) {
            if (!isFinished) {
                application.kill();
            }
            application.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("wait for the end of application " + application.id());
        } finally {
            cluster.removeStateOf(application);
        }
    }
}
