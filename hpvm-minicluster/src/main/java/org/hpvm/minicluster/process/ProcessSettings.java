package org.hpvm.minicluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.apache.hadoop.net.NetUtils;
import org.hpvm.minicluster.ClusterFiles;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.ConfDirectory;
import org.hpvm.minicluster.HdfsSettings;
import org.hpvm.minicluster.Machine;
import org.hpvm.minicluster.Ports;
import org.hpvm.minicluster.YarnSettings;

/** The configuration of each daemon; its ports are chosen once, so that it comes back where it was. */
final class ProcessSettings {
    static final String NAME_NODE = "namenode";

    private static final String RESOURCE_MANAGER = "resourcemanager";

    private final ClusterPlan plan;
    private final ClusterFiles files;
    private final Path jars;
    private final String marker = UUID.randomUUID().toString();
    private final Map<String, String> client = new HashMap<>();
    private final Map<String, DaemonKind> kinds = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> own = new HashMap<>();

    /** @param jars the directory with Hadoop's jars */
    ProcessSettings(ClusterPlan plan, ClusterFiles files, Path jars) throws IOException {
        this.plan = plan;
        this.files = files;
        this.jars = jars;
        Ports ports = Ports.free(new Random());
        String fileSystem = "hdfs://" + HdfsSettings.MASTER + ':' + ports.next(HdfsSettings.MASTER);
        client.putAll(HdfsSettings.client(plan, fileSystem));
        client.putAll(YarnSettings.client(
                YarnSettings.addresses(ports), List.of(files.conf().toString(), jars + "/*")));
        client.putAll(plan.properties());
        add(NAME_NODE, DaemonKind.NAME_NODE, HdfsSettings.nameNode(plan, ports));
        for (Machine machine : plan.machines()) {
            add("datanode-" + machine.name(), DaemonKind.DATA_NODE, HdfsSettings.dataNode(plan, machine, ports));
        }
        add(RESOURCE_MANAGER, DaemonKind.RESOURCE_MANAGER, recovering(YarnSettings.resourceManager(plan)));
        for (Machine machine : plan.machines()) {
            add("nodemanager-" + machine.name(), DaemonKind.NODE_MANAGER, nodeManager(machine, ports));
        }
    }

    String marker() {
        return marker;
    }

    Map<String, String> client() {
        return Map.copyOf(client);
    }

    /** Names and kinds in the order of their start. */
    Map<String, DaemonKind> daemons() {
        return kinds;
    }

    Daemon daemon(String name, DaemonKind kind) {
        String address = Objects.requireNonNull(of(name).get(kind.addressKey()));
        return new Daemon(
                kind,
                files.daemons().resolve(name),
                List.of(files.daemons().resolve("pages"), jars.resolve("*")),
                NetUtils.createSocketAddr(address));
    }

    void writeClient() throws IOException {
        ConfDirectory conf = new ConfDirectory(files.conf());
        conf.write(client);
        conf.writeHosts(plan);
    }

    void writeDaemons() throws IOException {
        // Hadoop's HDFS jar has no pages, and its daemons do not start without the directories.
        Files.createDirectories(files.daemons().resolve("pages/webapps/hdfs"));
        Files.createDirectories(files.daemons().resolve("pages/webapps/datanode"));
        for (String name : kinds.keySet()) {
            new ConfDirectory(files.daemons().resolve(name).resolve("conf")).write(of(name));
        }
        for (Machine machine : plan.machines()) {
            Files.createDirectories(files.yarn().resolve(machine.name()));
        }
    }

    private Map<String, String> of(String name) {
        Map<String, String> all = new HashMap<>(client);
        all.putAll(own.getOrDefault(name, Map.of()));
        all.putAll(plan.properties());
        return all;
    }

    private void add(String name, DaemonKind kind, Map<String, String> settings) {
        kinds.put(name, kind);
        own.put(name, settings);
    }

    private Map<String, String> recovering(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("yarn.resourcemanager.recovery.enabled", "true");
        all.put(
                "yarn.resourcemanager.store.class",
                "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
        all.put(
                "yarn.resourcemanager.fs.state-store.uri",
                files.daemons().resolve("state").toUri().toString());
        return all;
    }

    private Map<String, String> nodeManager(Machine machine, Ports ports) {
        Map<String, String> all = new HashMap<>(YarnSettings.nodeManager(plan, machine, ports, marker, files.conf()));
        all.put("yarn.nodemanager.recovery.enabled", "true");
        all.put("yarn.nodemanager.recovery.supervised", "true");
        all.put(
                "yarn.nodemanager.recovery.dir",
                files.yarn().resolve(machine.name()).resolve("recovery").toString());
        return all;
    }
}
