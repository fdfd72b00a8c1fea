package org.hpvm.minicluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.NameNode;

/** A NameNode and one DataNode a machine in this JVM. Not thread-safe. */
final class EmbeddedHdfs implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ClusterPlan plan;
    private final NameNode nameNode;
    private final Deque<DataNode> dataNodes = new ArrayDeque<>();

    private EmbeddedHdfs(ClusterPlan plan, NameNode nameNode) {
        this.plan = plan;
        this.nameNode = nameNode;
    }

    /** Formats the file system and starts the NameNode alone. */
    static EmbeddedHdfs format(ClusterPlan plan) throws IOException {
        Configuration settings =
                configuration(plan, "hdfs://" + HdfsSettings.MASTER + ":0", HdfsSettings.nameNode(plan, Ports.any()));
        NameNode.format(settings);
        return new EmbeddedHdfs(plan, NameNode.createNameNode(new String[0], settings));
    }

    String fileSystem() {
        return "hdfs://" + HdfsSettings.MASTER + ':'
                + nameNode.getNameNodeAddress().getPort();
    }

    void startDataNodes() throws IOException, InterruptedException {
        for (Machine machine : plan.machines()) {
            dataNodes.push(DataNode.createDataNode(
                    new String[0],
                    configuration(plan, fileSystem(), HdfsSettings.dataNode(plan, machine, Ports.any()))));
        }
        int wanted = plan.machines().size();
        Deadline.in(START_LIMIT)
                .require(
                        wanted + " DataNodes",
                        () -> nameNode.getNamesystem().getNumLiveDataNodes() + " registered",
                        () -> nameNode.getNamesystem().getNumLiveDataNodes() >= wanted && !nameNode.isInSafeMode());
    }

    @Override
    public void close() {
        dataNodes.forEach(DataNode::shutdown);
        nameNode.stop();
    }

    private static Configuration configuration(ClusterPlan plan, String fileSystem, Map<String, String> own) {
        Configuration configuration = new HdfsConfiguration();
        HdfsSettings.client(plan, fileSystem).forEach(configuration::set);
        own.forEach(configuration::set);
        plan.properties().forEach(configuration::set);
        return configuration;
    }
}
