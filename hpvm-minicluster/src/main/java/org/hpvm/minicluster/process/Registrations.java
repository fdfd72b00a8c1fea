package org.hpvm.minicluster.process;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** Counts who has registered, by asking as a client. Not thread-safe. */
final class Registrations implements AutoCloseable {
    private final Configuration configuration;
    private final YarnClient yarn = YarnClient.createYarnClient();
    private int dataNodes;
    private int nodeManagers;

    Registrations(Configuration configuration) {
        this.configuration = new Configuration(configuration);
        // The question is asked again anyway.
        this.configuration.setInt("ipc.client.connect.max.retries", 0);
        this.configuration.setInt("yarn.resourcemanager.connect.max-wait.ms", 1000);
        yarn.init(this.configuration);
        yarn.start();
    }

    /** Whether so many DataNodes, out of safe mode, and so many NodeManagers serve. */
    boolean reach(int machines) {
        try {
            countDataNodes();
            nodeManagers = yarn.getNodeReports(NodeState.RUNNING).size();
        } catch (IOException | YarnException e) {
            // Not up yet: the counts stay as they were, and the caller has a deadline.
            return false;
        }
        return dataNodes == machines && nodeManagers == machines;
    }

    @Override
    public void close() {
        yarn.stop();
    }

    @Override
    public String toString() {
        return dataNodes + " and " + nodeManagers;
    }

    private void countDataNodes() throws IOException {
        try (DFSClient hdfs =
                new DFSClient(URI.create(configuration.get(FileSystem.FS_DEFAULT_NAME_KEY)), configuration)) {
            dataNodes = hdfs.setSafeMode(SafeModeAction.SAFEMODE_GET)
                    ? 0
                    : hdfs.datanodeReport(DatanodeReportType.LIVE).length;
        }
    }
}
