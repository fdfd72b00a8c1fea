package org.hpvm.minicluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the ResourceManager, the NodeManagers and their clients are told. */
public final class YarnSettings {
    /** The variable by which every process that a container started is known. */
    public static final String MARKER = "HPVM_TEST_MARKER";

    /** Properties that hold an address of the ResourceManager. */
    public static final List<String> ADDRESSES = List.of(
            "yarn.resourcemanager.address",
            "yarn.resourcemanager.scheduler.address",
            "yarn.resourcemanager.resource-tracker.address",
            "yarn.resourcemanager.admin.address",
            "yarn.resourcemanager.webapp.address");

    private YarnSettings() {}

    /** An address for each service of the ResourceManager. */
    public static Map<String, String> addresses(Ports ports) {
        Map<String, String> settings = new HashMap<>();
        for (String key : ADDRESSES) {
            settings.put(key, HdfsSettings.MASTER + ':' + ports.next(HdfsSettings.MASTER));
        }
        return settings;
    }

    /** The ResourceManager's, over those of a client. */
    public static Map<String, String> resourceManager(ClusterPlan plan) {
        Map<String, String> settings = new HashMap<>();
        settings.put("yarn.scheduler.capacity.root.queues", "default");
        settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
        settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "0.9");
        settings.put("yarn.scheduler.minimum-allocation-mb", "128");
        settings.put("yarn.scheduler.increment-allocation-mb", "128");
        settings.put("yarn.scheduler.maximum-allocation-mb", Integer.toString(plan.memoryMebibytes()));
        settings.put("yarn.scheduler.maximum-allocation-vcores", Integer.toString(plan.vcores()));
        settings.put("yarn.resourcemanager.nodemanagers.heartbeat-interval-ms", "100");
        settings.put("yarn.nm.liveness-monitor.expiry-interval-ms", "10000");
        settings.put("yarn.resourcemanager.am.max-attempts", "100");
        settings.put("yarn.resourcemanager.work-preserving-recovery.scheduling-wait-ms", "0");
        // 50 threads each by default; a cluster of a few machines keeps these busy at most.
        settings.put("yarn.resourcemanager.client.thread-count", "8");
        settings.put("yarn.resourcemanager.scheduler.client.thread-count", "8");
        settings.put("yarn.resourcemanager.resource-tracker.client.thread-count", "8");
        settings.put("yarn.dispatcher.drain-events.timeout", "2000");
        // Both default to a directory that all clusters of a user share.
        String stores = plan.directory().resolve("tmp").toUri().toString();
        settings.put("yarn.node-labels.fs-store.root-dir", stores + "/node-labels");
        settings.put("yarn.node-attribute.fs-store.root-dir", stores + "/node-attributes");
        return settings;
    }

    /** A NodeManager's, over those of a client. */
    public static Map<String, String> nodeManager(
            ClusterPlan plan, Machine machine, Ports ports, String marker, Path conf) {
        String address = machine.address();
        Path directory = plan.directory().resolve("yarn").resolve(machine.name());
        Map<String, String> settings = new HashMap<>();
        settings.put("yarn.nodemanager.address", address + ':' + ports.next(address));
        settings.put("yarn.nodemanager.localizer.address", address + ':' + ports.next(address));
        settings.put("yarn.nodemanager.webapp.address", address + ':' + ports.next(address));
        settings.put("yarn.nodemanager.local-dirs", directory.resolve("local").toString());
        settings.put("yarn.nodemanager.log-dirs", directory.resolve("logs").toString());
        settings.put("yarn.nodemanager.resource.memory-mb", Integer.toString(plan.memoryMebibytes()));
        settings.put("yarn.nodemanager.resource.cpu-vcores", Integer.toString(plan.vcores()));
        settings.put("yarn.nodemanager.vmem-check-enabled", "false");
        settings.put("yarn.nodemanager.pmem-check-enabled", "false");
        settings.put("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
        settings.put("yarn.nodemanager.delete.debug-delay-sec", "0");
        settings.put("yarn.nodemanager.sleep-delay-before-sigkill.ms", "250");
        settings.put("yarn.nodemanager.log-container-debug-info.enabled", "false");
        // What the admin sets is appended, behind a colon, to what the whitelist lets through: so the whitelist is
        // empty.
        settings.put("yarn.nodemanager.env-whitelist", "");
        settings.put(
                "yarn.nodemanager.admin-env",
                MARKER + '=' + marker + ",JAVA_HOME=" + System.getProperty("java.home") + ",HADOOP_CONF_DIR=" + conf);
        return settings;
    }

    /** What clients need, and daemons too. */
    public static Map<String, String> client(Map<String, String> addresses, List<String> classpath) {
        Map<String, String> settings = new HashMap<>(addresses);
        settings.put("yarn.application.classpath", String.join(",", classpath));
        settings.put("yarn.log-aggregation-enable", "true");
        settings.put("yarn.nodemanager.remote-app-log-dir", "/yarn/logs");
        settings.put("yarn.client.app-submission.poll-interval", "20");
        settings.put("yarn.client.application-client-protocol.poll-interval-ms", "20");
        // With the default of 30 s a ResourceManager that is back stays unnoticed for that long.
        settings.put("yarn.resourcemanager.connect.retry-interval.ms", "500");
        settings.put("yarn.resourcemanager.connect.max-wait.ms", "60000");
        return settings;
    }
}
