package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.hpvm.minicluster.DeletedTree;
import org.hpvm.minicluster.EmbeddedCluster;

/** A cluster that all tests of a JVM use, with clients for looking at it. */
record SharedCluster(EmbeddedCluster cluster, YarnClient client, FileSystem files) implements AutoCloseable {
    private static final Duration APPLICATION_PATIENCE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A gateway names its directory by a UUID. */
    private static final String GATEWAYS = "hpvm-????????-????-????-????-????????????";

    /** Names of clusters' own directories; not what a test leaves. */
    private static final String CLUSTER_PREFIX = "hpvm-cluster-";

    static SharedCluster start(ClusterPlan plan) throws IOException, InterruptedException {
        // Maven runs a module's tests in the module's directory.
        Path target = Path.of("target").toAbsolutePath();
        DaemonLog.to((Files.isDirectory(target) ? target : Path.of("/tmp")).resolve("hpvm-cluster.log"));
        EmbeddedCluster cluster = EmbeddedCluster.start(plan);
        // A test that ends early, or is measured, would pay for what only later programs gain from.
        Files.writeString(
                cluster.confDirectory().resolve("hpvm-site.xml"),
                "<configuration><property><name>hpvm.java.archives</name><value>0s</value></property></configuration>");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(cluster), "cluster-clear"));
        YarnClient client = YarnClient.createYarnClient();
        client.init(cluster.configuration());
        client.start();
        return new SharedCluster(cluster, client, FileSystem.newInstance(cluster.configuration()));
    }

    /** Short, as programs may bind Unix sockets below it, whose paths have at most 107 bytes. */
    static Path freshDirectory() {
        return Path.of("/tmp", CLUSTER_PREFIX + UUID.randomUUID().toString().substring(0, 8));
    }

    /** For a test run that is interrupted; after {@link #close} there is nothing to do. */
    private static void clear(EmbeddedCluster cluster) {
        try {
            cluster.processes().kill();
            DeletedTree.delete(cluster.plan().directory());
        } catch (IOException e) {
            System.err.println("clear up after " + cluster.plan().directory() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    LeakCheck leakCheck(List<String> hdfsGlobs) {
        return new LeakCheck(List.of(
                new LeftApplications(client, APPLICATION_PATIENCE),
                new LeftProcesses(cluster.processes(), PATIENCE),
                new LeftFiles(
                        List.of(
                                new LeftFiles.Place(Path.of("/dev/shm"), "*", ""),
                                new LeftFiles.Place(Path.of("/tmp"), GATEWAYS, CLUSTER_PREFIX)),
                        PATIENCE),
                new LeftHdfsPaths(files, hdfsGlobs, PATIENCE)));
    }

    ContainerLogs logs() {
        return new ContainerLogs(
                client, cluster.configuration(), cluster.processes().directories());
    }

    @Override
    public void close() throws IOException {
        try (cluster;
                files) {
            client.stop();
        }
    }
}
