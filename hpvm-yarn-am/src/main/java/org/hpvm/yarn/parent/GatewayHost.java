package org.hpvm.yarn.parent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.JoinedMachine;
import org.hpvm.yarn.client.Application;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.JoinedMachines;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.client.Storage;
import org.hpvm.yarn.client.Submission;
import org.hpvm.yarn.gateway.Gateway;
import org.hpvm.yarn.gateway.GatewayServices;
import org.hpvm.yarn.gateway.ShareKeeper;
import org.hpvm.yarn.gateway.SpawnAudience;
import org.hpvm.yarn.launch.SessionName;
import org.hpvm.yarn.settings.HpvmSettings;

/** A gateway for one parent, and its tie to a server. Not thread-safe. */
public final class GatewayHost implements AutoCloseable {
    private final Tenancy tenancy;
    private final RunningServer server;
    private final GatewayServices services;
    private final Gateway gateway;
    private final Consumer<String> notices;
    private boolean isFinished;

    private GatewayHost(
            Tenancy tenancy,
            RunningServer server,
            GatewayServices services,
            Gateway gateway,
            Consumer<String> notices) {
        this.tenancy = tenancy;
        this.server = server;
        this.services = services;
        this.gateway = gateway;
        this.notices = notices;
    }

    /**
     * What a gateway works with, whatever its server.
     *
     * @param directory in which it makes the one with its socket
     * @param shares where those come from and go to that reach further than the parent
     */
    public record Setting(
            Storage storage,
            HpvmSettings settings,
            Optional<String> defaultTree,
            Path directory,
            SharePlaces shares,
            SpawnAudience audience) {}

    /** For a gateway on the user's machine. */
    public static Setting here(Cluster cluster, HpvmSettings settings, SharePlaces shares, SpawnAudience audience) {
        return new Setting(
                cluster.storage(),
                settings,
                Optional.ofNullable(System.getenv("HPVM_KERNELS")),
                Path.of(System.getProperty("java.io.tmpdir")),
                shares,
                audience);
    }

    /**
     * Opens a gateway, in a session or with an application of its own; does not wait for the server.
     *
     * @param name of the application, if one is submitted
     */
    public static GatewayHost open(Cluster cluster, Optional<SessionName> session, String name, Setting setting)
            throws IOException {
        boolean isOwn = session.isEmpty();
        cluster.sweepQuietly();
        Application application = isOwn
                ? cluster.submit(Submission.server(name))
                : cluster.sessions().find(session.get());
        return open(
                isOwn ? new OwnApplication(cluster, application) : new SessionSeat(),
                application.id().toString(),
                application.server(),
                setting);
    }

    /** Opens a gateway in the server's own container. */
    public static GatewayHost inside(String application, RunningServer.Connector connector, Setting setting)
            throws IOException {
        RunningServer server =
                new RunningServer(application, connector, setting.settings().serverPatience());
        return open(new InsideServer(), application, server, setting);
    }

    private static GatewayHost open(Tenancy tenancy, String application, RunningServer server, Setting setting)
            throws IOException {
        GatewayServices services = new GatewayServices(
                setting.storage(),
                setting.settings(),
                server,
                application,
                setting.defaultTree().orElse(""),
                setting.shares().in(setting.storage(), tenancy.nameOfKept(application)),
                setting.audience());
        try {
            return new GatewayHost(
                    tenancy, server, services, Gateway.open(services, setting.directory()), setting.audience()::notice);
        } catch (IOException e) {
            try (server;
                    services) {
                tenancy.abandon(server);
                throw e;
            }
        }
    }

    /** The machines whose agents have joined, by friendly name; waits for those that may be used. */
    public Map<String, Machine> machines(Cluster cluster) throws IOException, InterruptedException {
        return JoinedMachines.await(server, cluster.roster().candidates().size()).stream()
                .collect(Collectors.toMap(
                        JoinedMachine::getName, joined -> MachineMessages.machine(joined.getMachine())));
    }

    /** Where parents find the gateway. */
    public Path socket() {
        return gateway.path();
    }

    /**
     * Ends what was the parent's.
     *
     * @param status what the parent ended with, or 0 if that cannot be known
     * @throws HpvmException if the parent ended with 0 but looked away from a failed call, or its shares could not be
     *     kept
     */
    public void finish(int status) throws IOException, InterruptedException {
        Optional<HpvmException> unseen = gateway.unseen();
        Optional<HpvmException> notKept = tellKept();
        if (status != 0 || unseen.isPresent()) {
            notKept.ifPresent(failure -> notices.accept(String.valueOf(failure.getMessage())));
        }
        unseen = unseen.or(() -> notKept);
        boolean lookedAway = status == 0 && unseen.isPresent();
        tenancy.finish(
                server,
                status == 0 && !lookedAway,
                lookedAway ? String.valueOf(unseen.get().getMessage()) : "the program ended with status " + status);
        isFinished = true;
        if (lookedAway) {
            throw unseen.get();
        }
    }

    /** Says where the parent's shares are, if they are to be kept; gives the failure, if that did not work. */
    private Optional<HpvmException> tellKept() {
        Optional<ShareKeeper> keeper = services.keeper();
        if (keeper.isEmpty() || keeper.get().failure().isPresent()) {
            return keeper.flatMap(ShareKeeper::failure);
        }
        notices.accept(
                keeper.get().names().isEmpty()
                        ? "no share is kept: the program has spawned nothing with shares"
                        : "kept " + String.join(", ", keeper.get().names()) + " in "
                                + keeper.get().directory());
        return Optional.empty();
    }

    /** Ends what was the parent's, which has failed before it could end, or by what {@link #finish} threw. */
    public void fail(String why) throws IOException, InterruptedException {
        if (!isFinished) {
            tenancy.finish(server, false, why);
            isFinished = true;
        }
    }

    /** Closes the gateway, and leaves nothing of the parent behind. */
    @Override
    public void close() throws IOException {
        // Closed in reverse order; each even if the one before it failed.
        try (server;
                services;
                gateway) {
            if (!isFinished) {
                tenancy.abandon(server);
            }
        } finally {
            tenancy.cleanUp();
        }
    }
}
