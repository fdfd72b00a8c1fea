package org.hpvm.yarn.provision;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.PreemptionMessage;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.exceptions.InvalidApplicationMasterRequestException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.yarn.placement.MachineFacts;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what the {@link Fleet} decides: one thread speaks with the ResourceManager, a few others with
 * NodeManagers. What comes back goes to a listener. Thread-safe.
 */
public final class YarnContainers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(YarnContainers.class);
    private static final Duration BUSY = Duration.ofMillis(20);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int STARTERS = 4;
    private static final long END_SECONDS = 5;

    private final Configuration configuration;
    private final AMRMClient<ContainerRequest> resourceManager = AMRMClient.createAMRMClient();
    private final NMClient nodeManagers = NMClient.createNMClient();
    private final ExecutorService starters =
            Executors.newFixedThreadPool(STARTERS, work -> daemon(work, "start-agent"));
    private final BlockingQueue<Fleet.Action> actions = new LinkedBlockingQueue<>();
    private final Map<String, ContainerRequest> requests = new HashMap<>();
    private final Map<String, Priority> priorities = new HashMap<>();
    private final Map<String, Container> granted = new ConcurrentHashMap<>();
    private final BlockingQueue<Boolean> ended = new ArrayBlockingQueue<>(1);
    private final Thread heartbeat = daemon(this::beat, "heartbeat");
    private final Listener listener;
    private volatile boolean stopped;
    private volatile @Nullable AgentTerms terms;

    /** What happens at YARN; called from threads of this class. */
    public interface Listener {
        void granted(String host, String container);

        /** A container of an earlier attempt of the server runs on. */
        void adopted(String host, String container);

        void ended(String container, String how);

        void machineFound(MachineFacts machine);

        void machineGone(String host);

        /** The machine is being decommissioned: what runs there may end. */
        void machineLeaving(String host);

        /** The container will be taken away soon. */
        void preempted(String container);

        /** The ResourceManager wants the application to stop, or cannot be reached. */
        void failed(Exception why);
    }

    /** What agents' containers are made of. */
    public record AgentTerms(Resource resource, AgentLauncher launcher) {}

    public YarnContainers(Configuration configuration, Listener listener) {
        this.configuration = configuration;
        this.listener = listener;
    }

    /** Registers the ApplicationMaster. */
    public RegisterApplicationMasterResponse register(String host, int port) throws IOException {
        resourceManager.init(configuration);
        resourceManager.start();
        nodeManagers.init(configuration);
        nodeManagers.cleanupRunningContainersOnStop(false);
        nodeManagers.start();
        try {
            return resourceManager.registerApplicationMaster(host, port, "");
        } catch (YarnException e) {
            throw new IOException("register with the ResourceManager: " + e.getMessage(), e);
        }
    }

    /** Containers of earlier attempts that run on: their hosts, by their ids. */
    public Map<String, String> takeOver(RegisterApplicationMasterResponse registered) {
        Map<String, String> hostByContainer = new HashMap<>();
        for (Container container : registered.getContainersFromPreviousAttempts()) {
            granted.put(container.getId().toString(), container);
            hostByContainer.put(
                    container.getId().toString(), container.getNodeId().getHost());
        }
        return hostByContainer;
    }

    /** Begins the heartbeat, and with it the asking for containers. */
    public void begin(AgentTerms agentTerms) {
        terms = agentTerms;
        heartbeat.start();
    }

    private AgentTerms terms() {
        return Objects.requireNonNull(terms, "begin() comes first");
    }

    /** Does these things soon. */
    public void carryOut(List<Fleet.Action> wanted) {
        actions.addAll(wanted);
    }

    private void beat() {
        try {
            while (!stopped) {
                Duration pause = requests.isEmpty() ? IDLE : BUSY;
                Fleet.Action action = actions.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
                while (action != null) {
                    begin(action);
                    action = actions.poll();
                }
                if (!stopped) {
                    tell(resourceManager.allocate(0));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("heartbeat interrupted", e);
        } catch (YarnException | IOException | RuntimeException e) {
            if (!stopped) {
                listener.failed(e);
            }
        } finally {
            ended.add(true);
        }
    }

    private void begin(Fleet.Action action) {
        if (action instanceof Fleet.Action.Request request) {
            ContainerRequest wanted = new ContainerRequest(
                    terms().resource(),
                    new String[] {request.host()},
                    null,
                    priority(request.partition()),
                    false,
                    request.partition().isEmpty() ? null : request.partition());
            requests.put(request.host(), wanted);
            resourceManager.addContainerRequest(wanted);
        } else if (action instanceof Fleet.Action.Withdraw withdraw) {
            withdraw(withdraw.host());
        } else if (action instanceof Fleet.Action.Launch launch) {
            Container container = granted.get(launch.container());
            if (container != null) {
                starters.execute(() -> start(container));
            }
        } else if (action instanceof Fleet.Action.Release release) {
            Container container = granted.remove(release.container());
            if (container != null) {
                resourceManager.releaseAssignedContainer(container.getId());
            }
        }
    }

    /** YARN holds one label for all requests of a priority: each partition has a priority of its own. */
    private Priority priority(String partition) {
        return priorities.computeIfAbsent(partition, unused -> Priority.newInstance(1 + priorities.size()));
    }

    private void withdraw(String host) {
        ContainerRequest request = requests.remove(host);
        if (request != null) {
            resourceManager.removeContainerRequest(request);
        }
    }

    private void start(Container container) {
        try {
            nodeManagers.startContainer(container, terms().launcher().context(container.getId(), configuration));
        } catch (YarnException | IOException e) {
            LOG.warn("could not start an agent in {} on {}", container.getId(), container.getNodeId(), e);
            granted.remove(container.getId().toString());
            resourceManager.releaseAssignedContainer(container.getId());
            listener.ended(container.getId().toString(), "it could not be started: " + e.getMessage());
        }
    }

    private void tell(AllocateResponse response) {
        for (NodeReport node : response.getUpdatedNodes()) {
            if (node.getNodeState() == NodeState.RUNNING) {
                listener.machineFound(Nodes.facts(node));
            } else if (node.getNodeState() == NodeState.DECOMMISSIONING) {
                listener.machineLeaving(node.getNodeId().getHost());
            } else if (node.getNodeState().isUnusable()) {
                listener.machineGone(node.getNodeId().getHost());
            }
        }
        preempted(response.getPreemptionMessage()).forEach(container -> listener.preempted(container.toString()));
        for (Container container : response.getAllocatedContainers()) {
            LOG.info("YARN has granted {} on {}", container.getId(), container.getNodeId());
            granted.put(container.getId().toString(), container);
            withdraw(container.getNodeId().getHost());
            listener.granted(container.getNodeId().getHost(), container.getId().toString());
        }
        for (Container container : response.getContainersFromPreviousAttempts()) {
            granted.put(container.getId().toString(), container);
            listener.adopted(container.getNodeId().getHost(), container.getId().toString());
        }
        for (ContainerStatus status : response.getCompletedContainersStatuses()) {
            granted.remove(status.getContainerId().toString());
            listener.ended(
                    status.getContainerId().toString(),
                    "exit status " + status.getExitStatus() + " "
                            + status.getDiagnostics().strip());
        }
    }

    /** The containers that YARN wants back, whether it leaves a choice or not: the choice is as good as another. */
    private static Set<ContainerId> preempted(@Nullable PreemptionMessage message) {
        Set<ContainerId> containers = new LinkedHashSet<>();
        if (message != null && message.getStrictContract() != null) {
            message.getStrictContract().getContainers().forEach(container -> containers.add(container.getId()));
        }
        if (message != null && message.getContract() != null) {
            message.getContract().getContainers().forEach(container -> containers.add(container.getId()));
        }
        return containers;
    }

    /** Ends the heartbeat and tells the ResourceManager how the application has ended, which kills what still runs. */
    public void unregister(FinalApplicationStatus status, String diagnostics) throws IOException {
        stopped = true;
        heartbeat.interrupt();
        try {
            var unused = ended.poll(END_SECONDS, TimeUnit.SECONDS);
            resourceManager.unregisterApplicationMaster(status, diagnostics, "");
        } catch (YarnException e) {
            throw new IOException("unregister from the ResourceManager: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the application as failed, before anything of it runs. */
    public static void fail(Configuration configuration, String diagnostics) throws IOException {
        try (AMRMClient<ContainerRequest> client = AMRMClient.createAMRMClient()) {
            client.init(configuration);
            client.start();
            registerUnlessDone(client);
            client.unregisterApplicationMaster(FinalApplicationStatus.FAILED, diagnostics, "");
        } catch (YarnException e) {
            throw new IOException("tell the ResourceManager that the application has failed: " + e.getMessage(), e);
        }
    }

    private static void registerUnlessDone(AMRMClient<ContainerRequest> client) throws YarnException, IOException {
        try {
            client.registerApplicationMaster("", 0, "");
        } catch (InvalidApplicationMasterRequestException e) {
            LOG.debug("the attempt had registered before it failed", e);
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        stopped = true;
        heartbeat.interrupt();
        starters.shutdownNow();
        nodeManagers.stop();
        resourceManager.stop();
    }
}
