package org.hpvm.minicluster;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.util.ExitUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * HDFS and YARN in this JVM: one NameNode, one ResourceManager, and a DataNode and a NodeManager for each machine.
 *
 * <p>Hadoop keeps threads after {@link #close()}; a program that is done calls {@code System.exit}. Not thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private final ClusterPlan plan;
    private final ClusterFiles files;
    private final String marker = UUID.randomUUID().toString();
    private final EmbeddedHdfs hdfs;
    private final EmbeddedYarn yarn;
    private final Configuration configuration;

    private EmbeddedCluster(ClusterPlan plan, ClusterFiles files) throws IOException {
        this.plan = plan;
        this.files = files;
        List<String> classpath = List.of(files.conf().toString(), RuntimeJars.directory(files.lib()) + "/*");
        this.hdfs = EmbeddedHdfs.format(plan);
        this.yarn = new EmbeddedYarn(plan, hdfs.fileSystem(), classpath);
        yarn.startResourceManager();
        Map<String, String> settings = new HashMap<>(HdfsSettings.client(plan, hdfs.fileSystem()));
        settings.putAll(YarnSettings.client(yarn.addresses(), classpath));
        settings.putAll(plan.properties());
        ConfDirectory conf = new ConfDirectory(files.conf());
        conf.write(settings);
        conf.writeHosts(plan);
        this.configuration = new YarnConfiguration();
        settings.forEach(configuration::set);
    }

    /** Returns when every machine has registered, after some 8 s on two cores. */
    public static EmbeddedCluster start(ClusterPlan plan) throws IOException, InterruptedException {
        // Several daemons of a kind would else register metrics under one name, and any of them could end this JVM.
        DefaultMetricsSystem.setMiniClusterMode(true);
        ExitUtil.disableSystemExit();
        EmbeddedCluster cluster = new EmbeddedCluster(plan, ClusterFiles.make(plan.directory()));
        try {
            cluster.hdfs.startDataNodes();
            cluster.withClientsSettings(() -> cluster.yarn.startNodeManagers(cluster.marker, cluster.confDirectory()));
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try (cluster) {
                throw e;
            }
        }
    }

    /**
     * NodeManagers fetch files with a configuration that they read from the class path, not with their own; their
     * threads inherit a class loader that finds the clients' settings there.
     */
    private void withClientsSettings(Start what) throws IOException, InterruptedException {
        Thread starter = Thread.currentThread();
        ClassLoader before = starter.getContextClassLoader();
        starter.setContextClassLoader(new URLClassLoader(
                new URL[] {confDirectory().toUri().toURL()}, EmbeddedCluster.class.getClassLoader()));
        try {
            what.start();
        } finally {
            starter.setContextClassLoader(before);
        }
    }

    private interface Start {
        void start() throws IOException, InterruptedException;
    }

    /** Takes a machine out of YARN with all that runs there, as if its power had gone; its DataNode stays. */
    public void stopMachine(String name) throws IOException, InterruptedException {
        yarn.stopNodeManager(machine(name));
    }

    /** Brings a machine back that was stopped. */
    public void startMachine(String name) throws IOException, InterruptedException {
        withClientsSettings(() -> yarn.startNodeManager(machine(name), marker, confDirectory()));
    }

    /** Has a machine leave YARN once what runs there has ended. */
    public void decommission(String name) {
        yarn.decommission(machine(name));
    }

    /** How many containers run now, over all applications. */
    public int containers() {
        return yarn.containers();
    }

    private Machine machine(String name) {
        return plan.machines().stream()
                .filter(machine -> machine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no machine " + name));
    }

    public ClusterPlan plan() {
        return plan;
    }

    /** For clients; a copy. */
    public Configuration configuration() {
        return new YarnConfiguration(configuration);
    }

    /** Holds the same for other processes, and {@code hpvm_hosts.cfg}. */
    public Path confDirectory() {
        return files.conf();
    }

    /** The ResourceManager's pages. */
    public String webAddress() {
        return "http://" + yarn.addresses().get("yarn.resourcemanager.webapp.address");
    }

    /** What the cluster's containers started and still lives. */
    public MarkedProcesses processes() {
        return new MarkedProcesses(marker, files.yarn());
    }

    /** Stops everything in reverse order, kills what containers left running, and removes the files. */
    @Override
    public void close() throws IOException {
        try (files) {
            yarn.close();
            hdfs.close();
            processes().kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
