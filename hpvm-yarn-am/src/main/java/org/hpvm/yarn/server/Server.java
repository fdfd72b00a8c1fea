package org.hpvm.yarn.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenIdentifier;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenSecretManager;
import org.hpvm.container.agent.ContainerEnvironment;
import org.hpvm.container.archive.ArchiveMaker;
import org.hpvm.container.protocol.AgentProtocol;
import org.hpvm.container.protocol.ApplicationSecret;
import org.hpvm.dfs.journal.EarlierJournals;
import org.hpvm.dfs.journal.Journal;
import org.hpvm.dfs.journal.JournalWriter;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.dfs.layout.ServerAddress;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.AgentService;
import org.hpvm.proto.client.ClientService;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.ServerStarted;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.agents.Roster;
import org.hpvm.yarn.client.ClientTokens;
import org.hpvm.yarn.client.ServerConnection;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.launch.HpvmJar;
import org.hpvm.yarn.launch.ServerEnvironment;
import org.hpvm.yarn.launch.SessionName;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.placement.MachineFacts;
import org.hpvm.yarn.protocol.ClientProtocol;
import org.hpvm.yarn.provision.AgentLauncher;
import org.hpvm.yarn.provision.YarnContainers;
import org.hpvm.yarn.recovery.Replay;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.shares.ShareTable;
import org.hpvm.yarn.spawn.Spawns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of one application: wires its parts together, waits for the end, stops them in the reverse order. */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration LONGEST_END = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofMinutes(5);
    /** HDFS takes 2.4 s as a rule, and was seen to take 92 s when a DataNode died with the server. */
    private static final Duration TAKE_OVER = Duration.ofMinutes(5);

    private final ContainerEnvironment environment;
    private final Duration archiveTime;
    private final Optional<ArchiveMaker> archive;
    private final FileSystem files;
    private final HpvmRoot root;
    private final ApplicationDirectory directory;
    private final CompletableFuture<ClientWatch.Ending> ending = new CompletableFuture<>();
    private final ServerLoop loop = new ServerLoop(this::fail);
    private final JournalWriter journalWriter;
    private final Upkeep upkeep;
    private final Crew crew;
    private final RpcPort agentPort;
    private final RpcPort clientPort;
    private final YarnContainers yarn;
    private final ClientToAMTokenSecretManager clientSecrets;
    private final InetSocketAddress clientAddress;
    private final Configuration configuration;
    private final ApplicationAttemptId attempt;
    private boolean hasEnded;

    private Server(ContainerEnvironment environment, HpvmSettings settings, Configuration configuration)
            throws IOException, InterruptedException {
        this.environment = environment;
        this.configuration = configuration;
        archiveTime = settings.archiveTime();
        archive = ArchiveMaker.of(System.getenv(), environment.localDirectory());
        ServerEnvironment told = ServerEnvironment.of(System.getenv());
        Optional<HostsFile> hosts = told.hosts();
        ApplicationSecret secret =
                ApplicationSecret.of(UserGroupInformation.getCurrentUser().getCredentials());
        attempt = ContainerId.fromString(environment.container()).getApplicationAttemptId();
        long epoch = attempt.getAttemptId();
        files = FileSystem.get(configuration);
        root = new HpvmRoot(new Path(settings.root()));
        directory = root.application(environment.application());
        journalWriter = JournalWriter.create(files, directory.journal(epoch), epoch);
        List<JournalEntry> before = before(epoch);

        ServerJournal journal = new ServerJournal(journalWriter, loop, this::fail);
        ShareTable shares = new ShareTable();
        Agents agents = new Agents(loop, epoch);
        Spawns spawns = new Spawns(loop, journal, shares, agents, settings.argumentsWindow());
        upkeep = new Upkeep(
                loop,
                journal,
                shares,
                spawns,
                files,
                directory,
                epoch,
                settings.upkeep().leastWritten());
        ClientWatch watch = new ClientWatch(
                settings.clientTimeout(),
                SessionName.of(System.getenv()).map(name -> settings.sessionIdle()),
                InstantSource.system(),
                ending);
        yarn = new YarnContainers(configuration, new YarnEvents());
        KnownMachines machines =
                new KnownMachines(hosts, settings.placement(), told.cluster().queue());
        Roster roster = new Roster();
        crew = new Crew(
                epoch,
                machines,
                roster,
                settings.fleetSize(),
                agents,
                spawns,
                journal,
                yarn::carryOut,
                settings.agentTimeout(),
                settings.agentsPatience(),
                InstantSource.system());

        loop.await(START, () -> {
            var unused = journal.write(JournalEntry.newBuilder()
                    .setServerStarted(ServerStarted.newBuilder().setEpoch(epoch).setAttempt(attempt.toString())));
            Replay replay = new Replay(
                    shares, spawns, roster, host -> machines.entry(host).name());
            replay.run(before);
            if (!before.isEmpty()) {
                watch.takeOver(replay.clients());
            }
        });

        String address = hosts.map(HostsFile::serverAddress).orElse(environment.host());
        agentPort = RpcPort.open(
                configuration,
                AgentProtocol.class,
                AgentService.newReflectiveBlockingService(new AgentCalls(loop, agents, spawns, crew)),
                address,
                secret);
        clientSecrets = new ClientToAMTokenSecretManager(attempt, secret.clientKey());
        ClientCalls clientCalls = new ClientCalls(loop, journal, shares, agents, spawns, crew, watch, epoch);
        clientPort = RpcPort.open(
                configuration,
                ClientProtocol.class,
                ClientService.newReflectiveBlockingService(clientCalls),
                address,
                clientSecrets);

        clientAddress = new InetSocketAddress(address, clientPort.number());
        RegisterApplicationMasterResponse registered = yarn.register(address, clientPort.number());
        ByteBuffer key = registered.getClientToAMTokenMasterKey();
        if (key != null && key.hasRemaining()) {
            byte[] bytes = new byte[key.remaining()];
            key.duplicate().get(bytes);
            clientSecrets.setMasterKey(bytes);
        }
        yarn.begin(new YarnContainers.AgentTerms(
                Resource.newInstance(settings.agentMemory().bytes() >> 20, 1),
                new AgentLauncher(
                        environment.application(),
                        InetSocketAddress.createUnresolved(address, agentPort.number()),
                        settings,
                        environment.properties(),
                        HpvmJar.resource(files, new Path(told.jar())),
                        secret)));
        new ServerAddress(epoch, address, agentPort.number()).publish(files, directory);
        loop.execute(() -> {
            crew.begin(told.cluster().machines());
            crew.takeOver(yarn.takeOver(registered));
        });
        upkeep.removeHalfWritten();
        loop.every(settings.upkeep().grace(), upkeep::removeGarbage);
        loop.every(LOOK, () -> {
            upkeep.compact();
            crew.look();
            watch.look(client -> {
                var unused = clientCalls.remove(client, "its parent was not heard of");
            });
        });
        ClientTokens.publish(secret.clientKey(), files, directory);
        LOG.info("server of {} listens at {}:{} for clients", environment.application(), address, clientPort.number());
    }

    /**
     * Starts a server. One that would fail the same way at each attempt ends the application at once, with the reason;
     * otherwise YARN starts the next.
     */
    static Server start(ContainerEnvironment environment, HpvmSettings settings, Configuration configuration)
            throws IOException, InterruptedException {
        try {
            return new Server(environment, settings, configuration);
        } catch (HpvmException | RuntimeException e) {
            if (StartFailure.wouldRecur(e)) {
                YarnContainers.fail(configuration, StartFailure.sentence(e));
            }
            throw e;
        }
    }

    FileSystem files() {
        return files;
    }

    /** A link for a gateway in this JVM. */
    ServerConnection connect() throws IOException {
        ClientToAMTokenIdentifier identifier = new ClientToAMTokenIdentifier(
                attempt, UserGroupInformation.getCurrentUser().getShortUserName());
        return ServerConnection.open(clientAddress, new Token<>(identifier, clientSecrets), configuration);
    }

    /**
     * Ends this attempt, and leaves everything where it is: what was told to anybody is in the journal, and YARN starts
     * the next attempt.
     */
    private void fail(Throwable why) {
        LOG.error("the server cannot go on", why);
        ending.completeExceptionally(why);
    }

    /** What the journals of earlier attempts say; none of those attempts can write from now on. */
    private List<JournalEntry> before(long epoch) throws IOException, InterruptedException {
        List<JournalEntry> entries = new ArrayList<>();
        for (Journal journal : new EarlierJournals(files, directory.journals()).takeOver(epoch, TAKE_OVER)) {
            LOG.info(
                    "attempt {} left {} entries",
                    journal.epoch(),
                    journal.entries().size());
            for (byte[] entry : journal.entries()) {
                entries.add(JournalEntry.parseFrom(entry));
            }
        }
        return entries;
    }

    /** What happens at YARN goes to the loop. */
    private final class YarnEvents implements YarnContainers.Listener {
        @Override
        public void granted(String host, String container) {
            loop.execute(() -> crew.granted(host, container));
        }

        @Override
        public void adopted(String host, String container) {
            loop.execute(() -> crew.takeOver(Map.of(container, host)));
        }

        @Override
        public void ended(String container, String how) {
            loop.execute(() -> crew.ended(container, how));
        }

        @Override
        public void machineFound(MachineFacts machine) {
            loop.execute(() -> crew.machineFound(machine));
        }

        @Override
        public void machineGone(String host) {
            loop.execute(() -> crew.machineGone(host));
        }

        @Override
        public void machineLeaving(String host) {
            loop.execute(() -> crew.machineLeaving(host));
        }

        @Override
        public void preempted(String container) {
            loop.execute(() -> crew.preempted(container));
        }

        @Override
        public void failed(Exception why) {
            fail(why);
        }
    }

    /** Serves until the application is to end; then leaves nothing in HDFS and tells YARN. */
    void serve() throws IOException, InterruptedException {
        Optional<ClientWatch.Ending> how = Optional.empty();
        while (how.isEmpty()) {
            try {
                how = Optional.of(ending.get(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                LOG.trace("serving", e);
            } catch (ExecutionException e) {
                throw new IOException("this attempt of the server ends: " + e.getCause(), e);
            }
        }
        CompletableFuture<Void> agentsLeft = loop.call(() -> {
            CompletableFuture<Void> left = crew.dismiss("the application has ended");
            loop.after(crew.timeToLeave(archiveTime), () -> left.complete(null));
            return left;
        });
        if (how.get().succeeded()) {
            archive.ifPresent(maker -> maker.make(archiveTime));
        }
        try {
            agentsLeft.get(archiveTime.plus(LONGEST_END).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the agents did not leave", e);
        }
        // Fails if a later attempt has taken the journal; then all that follows is that one's business.
        journalWriter.close();
        hasEnded = true;
        files.delete(directory.path(), true);
        Optional<SessionName> session = SessionName.of(System.getenv());
        if (session.isPresent()) {
            files.delete(root.session(session.get().text()), false);
        }
        yarn.unregister(
                how.get().succeeded() ? FinalApplicationStatus.SUCCEEDED : FinalApplicationStatus.FAILED,
                how.get().diagnostics());
        LOG.info("{} has ended", environment.application());
    }

    @Override
    public void close() throws IOException {
        yarn.close();
        upkeep.close();
        clientPort.close();
        agentPort.close();
        loop.close();
        if (hasEnded) {
            // What an agent wrote in its last moment.
            files.delete(directory.path(), true);
        }
    }
}
