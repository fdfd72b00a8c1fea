package org.hpvm.minicluster.process;

/** The four kinds of daemon, each a program of its own. */
enum DaemonKind {
    NAME_NODE("org.apache.hadoop.hdfs.server.namenode.NameNode", 192, "fs.defaultFS"),
    DATA_NODE("org.apache.hadoop.hdfs.server.datanode.DataNode", 128, "dfs.datanode.address"),
    RESOURCE_MANAGER(
            "org.apache.hadoop.yarn.server.resourcemanager.ResourceManager", 256, "yarn.resourcemanager.address"),
    NODE_MANAGER("org.apache.hadoop.yarn.server.nodemanager.NodeManager", 160, "yarn.nodemanager.address");

    private final String mainClass;
    private final int heapMebibytes;
    private final String addressKey;

    DaemonKind(String mainClass, int heapMebibytes, String addressKey) {
        this.mainClass = mainClass;
        this.heapMebibytes = heapMebibytes;
        this.addressKey = addressKey;
    }

    String mainClass() {
        return mainClass;
    }

    int heapMebibytes() {
        return heapMebibytes;
    }

    /** The property that holds the address at which it serves. */
    String addressKey() {
        return addressKey;
    }
}
