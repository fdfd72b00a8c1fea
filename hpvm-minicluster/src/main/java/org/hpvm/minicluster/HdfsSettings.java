package org.hpvm.minicluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the NameNode, the DataNodes and their clients are told. */
public final class HdfsSettings {
    /** Everything that is not a machine's is here. */
    public static final String MASTER = "127.0.0.1";

    private static final int USUAL_REPLICATION = 3;

    private HdfsSettings() {}

    /** The NameNode's, over those of a client. */
    public static Map<String, String> nameNode(ClusterPlan plan, Ports ports) {
        Map<String, String> settings = new HashMap<>();
        settings.put("dfs.namenode.name.dir", uri(plan.directory().resolve("hdfs/name")));
        settings.put("dfs.namenode.http-address", MASTER + ':' + ports.next(MASTER));
        // DataNodes connect from 127.0.0.1 and say that they are 127.0.1.x.
        settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
        settings.put("dfs.namenode.fs-limits.min-block-size", "0");
        settings.put("dfs.namenode.safemode.extension", "0");
        settings.put("dfs.namenode.resource.du.reserved", "0");
        settings.put("dfs.namenode.redundancy.interval.seconds", "1s");
        settings.put("dfs.namenode.heartbeat.recheck-interval", "5000");
        // A cluster that goes with its machine gains nothing from a sync of its edits.
        settings.put("dfs.namenode.edits.noeditlogchannelflush", "true");
        return settings;
    }

    /** A DataNode's, over those of a client. */
    public static Map<String, String> dataNode(ClusterPlan plan, Machine machine, Ports ports) {
        String address = machine.address();
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "dfs.datanode.data.dir",
                uri(plan.directory().resolve("hdfs/data").resolve(machine.name())));
        settings.put("dfs.datanode.hostname", address);
        settings.put("dfs.datanode.address", address + ':' + ports.next(address));
        settings.put("dfs.datanode.http.address", address + ':' + ports.next(address));
        settings.put("dfs.datanode.ipc.address", address + ':' + ports.next(address));
        settings.put("dfs.datanode.use.datanode.hostname", "true");
        settings.put("dfs.datanode.scan.period.hours", "-1");
        settings.put("dfs.datanode.handler.count", "4");
        settings.put("dfs.heartbeat.interval", "1s");
        // The default runs du as a process for every volume.
        settings.put("fs.getspaceused.classname", "org.apache.hadoop.fs.DFCachingGetSpaceUsed");
        return settings;
    }

    /** What clients need, and daemons too. */
    public static Map<String, String> client(ClusterPlan plan, String defaultFileSystem) {
        Map<String, String> settings = new HashMap<>();
        settings.put("dfs.replication", Integer.toString(replication(plan)));
        settings.put("dfs.client.use.datanode.hostname", "true");
        // A client asks again 400 ms later when a file's last block is not yet reported: a small file takes 408 ms
        // instead
        // of 9 ms.
        settings.put("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "1");
        // It doubles each time: 4 s in all, for a machine that is busy.
        settings.put("dfs.client.block.write.locateFollowingBlock.retries", "12");
        settings.put("dfs.client.block.write.replace-datanode-on-failure.policy", "NEVER");
        settings.putAll(core(plan, defaultFileSystem));
        return settings;
    }

    /** What goes into {@code core-site.xml}. */
    static Map<String, String> core(ClusterPlan plan, String defaultFileSystem) {
        String temporary = plan.directory().resolve("tmp").toString();
        return Map.of(
                "fs.defaultFS", defaultFileSystem,
                "hadoop.security.authentication", "simple",
                "hadoop.tmp.dir", temporary,
                // Web servers that are killed leave directories behind.
                "hadoop.http.temp.dir", temporary);
    }

    private static int replication(ClusterPlan plan) {
        return Math.min(USUAL_REPLICATION, plan.machines().size());
    }

    private static String uri(Path path) {
        return path.toUri().toString();
    }
}
