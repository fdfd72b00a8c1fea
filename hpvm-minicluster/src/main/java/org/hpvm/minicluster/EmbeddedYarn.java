package org.hpvm.minicluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.server.resourcemanager.rmnode.RMNodeDecommissioningEvent;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;

/** A ResourceManager and one NodeManager a machine in this JVM. Not thread-safe. */
final class EmbeddedYarn implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int DECOMMISSION_SECONDS = 120;

    private final ClusterPlan plan;
    private final String fileSystem;
    private final List<String> classpath;
    private final ResourceManager resourceManager = new NeighbourlyMaster();
    private final Map<Machine, NodeManager> nodeManagers = new LinkedHashMap<>();

    /**
     * @param fileSystem where logs are gathered
     * @param classpath that containers are told
     */
    EmbeddedYarn(ClusterPlan plan, String fileSystem, List<String> classpath) {
        this.plan = plan;
        this.fileSystem = fileSystem;
        this.classpath = classpath;
    }

    void startResourceManager() {
        // The pages' port is the one that the ResourceManager does not tell back.
        YarnConfiguration settings =
                configuration(YarnSettings.addresses(Ports.free(new Random())), YarnSettings.resourceManager(plan));
        // Least and largest allocation are kept for the whole JVM as the first YARN class found them on the class path.
        ResourceUtils.resetResourceTypes(settings);
        resourceManager.init(settings);
        resourceManager.start();
    }

    void startNodeManagers(String marker, Path conf) throws IOException, InterruptedException {
        for (Machine machine : plan.machines()) {
            startNodeManager(machine, marker, conf);
        }
        int wanted = plan.machines().size();
        Deadline.in(START_LIMIT)
                .require(wanted + " NodeManagers", () -> registered() + " registered", () -> registered() >= wanted);
    }

    /** Returns at once; the ResourceManager hears of it some tenths of a second later. */
    void startNodeManager(Machine machine, String marker, Path conf) throws IOException {
        Files.createDirectories(plan.directory().resolve("yarn").resolve(machine.name()));
        NodeManager nodeManager = new NodeManager();
        nodeManagers.put(machine, nodeManager);
        nodeManager.init(
                configuration(addresses(), YarnSettings.nodeManager(plan, machine, Ports.any(), marker, conf)));
        nodeManager.start();
    }

    /** Kills the containers that run there; returns when the ResourceManager knows. */
    void stopNodeManager(Machine machine) throws IOException, InterruptedException {
        int before = registered();
        running(machine).stop();
        nodeManagers.remove(machine);
        Deadline.in(START_LIMIT)
                .require("one NodeManager less", () -> registered() + " registered", () -> registered() < before);
    }

    /** As an operator's graceful refresh does: what runs there may end, and nothing new begins. */
    void decommission(Machine machine) {
        NodeId node = running(machine).getNMContext().getNodeId();
        resourceManager
                .getRMContext()
                .getDispatcher()
                .getEventHandler()
                .handle(new RMNodeDecommissioningEvent(node, DECOMMISSION_SECONDS));
    }

    int containers() {
        return resourceManager.getResourceScheduler().getRootQueueMetrics().getAllocatedContainers();
    }

    private NodeManager running(Machine machine) {
        return Objects.requireNonNull(nodeManagers.get(machine), () -> machine.name() + " is not up");
    }

    /** Where the ResourceManager listens, with the ports it got. */
    Map<String, String> addresses() {
        return YarnSettings.ADDRESSES.stream()
                .collect(Collectors.toMap(
                        key -> key, key -> resourceManager.getConfig().get(key)));
    }

    @Override
    public void close() {
        nodeManagers.values().forEach(NodeManager::stop);
        resourceManager.stop();
    }

    private int registered() {
        return resourceManager.getResourceScheduler().getNumClusterNodes();
    }

    private YarnConfiguration configuration(Map<String, String> addresses, Map<String, String> own) {
        YarnConfiguration configuration = new YarnConfiguration();
        HdfsSettings.client(plan, fileSystem).forEach(configuration::set);
        YarnSettings.client(addresses, classpath).forEach(configuration::set);
        own.forEach(configuration::set);
        plan.properties().forEach(configuration::set);
        return configuration;
    }
}
