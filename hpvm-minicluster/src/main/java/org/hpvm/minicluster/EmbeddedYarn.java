package org.hpvm.minicluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.apache.hadoop.yarn.util.resource.ResourceUtils;

/** A ResourceManager and one NodeManager a machine in this JVM. Not thread-safe. */
final class EmbeddedYarn implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ClusterPlan plan;
    private final String fileSystem;
    private final List<String> classpath;
    private final ResourceManager resourceManager = new NeighbourlyResourceManager();
    private final Deque<NodeManager> nodeManagers = new ArrayDeque<>();

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
            Files.createDirectories(plan.directory().resolve("yarn").resolve(machine.name()));
            NodeManager nodeManager = new NodeManager();
            nodeManagers.push(nodeManager);
            nodeManager.init(
                    configuration(addresses(), YarnSettings.nodeManager(plan, machine, Ports.any(), marker, conf)));
            nodeManager.start();
        }
        int wanted = plan.machines().size();
        Deadline.in(START_LIMIT)
                .require(wanted + " NodeManagers", () -> registered() + " registered", () -> registered() >= wanted);
    }

    /** Where the ResourceManager listens, with the ports it got. */
    Map<String, String> addresses() {
        return YarnSettings.ADDRESSES.stream()
                .collect(Collectors.toMap(
                        key -> key, key -> resourceManager.getConfig().get(key)));
    }

    @Override
    public void close() {
        nodeManagers.forEach(NodeManager::stop);
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
