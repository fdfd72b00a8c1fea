package org.hpvm.minicluster;

import java.io.IOException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** Runs a shell command once on each of some hosts; the ApplicationMaster is the calling thread. */
public final class UnmanagedApplication {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Configuration configuration;

    public UnmanagedApplication(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The exit status of the command, by host. */
    public Map<String, Integer> run(List<String> hosts, String command) throws Exception {
        try (YarnClient client = YarnClient.createYarnClient()) {
            client.init(configuration);
            client.start();
            ApplicationId id = submit(client);
            UserGroupInformation master = UserGroupInformation.createRemoteUser(
                    UserGroupInformation.getCurrentUser().getUserName());
            master.addToken(client.getAMRMToken(id));
            return master.doAs((PrivilegedExceptionAction<Map<String, Integer>>) () -> runAsMaster(hosts, command));
        }
    }

    private static ApplicationId submit(YarnClient client) throws IOException, YarnException, InterruptedException {
        YarnClientApplication application = client.createApplication();
        ApplicationSubmissionContext context = application.getApplicationSubmissionContext();
        context.setApplicationName("one on each machine");
        context.setUnmanagedAM(true);
        context.setResource(Resource.newInstance(128, 1));
        context.setAMContainerSpec(ContainerLaunchContext.newInstance(null, null, null, null, null, null));
        ApplicationId id = client.submitApplication(context);
        Deadline.in(LIMIT).require(id + " to be accepted", () -> "that it is not", () -> {
            try {
                return client.getApplicationReport(id).getYarnApplicationState() == YarnApplicationState.ACCEPTED
                        && client.getAMRMToken(id) != null;
            } catch (YarnException e) {
                throw new IOException(e);
            }
        });
        return id;
    }

    private Map<String, Integer> runAsMaster(List<String> hosts, String command) throws Exception {
        Map<Long, String> launched = new HashMap<>();
        Map<String, Integer> ended = new TreeMap<>();
        try (AMRMClient<ContainerRequest> scheduler = AMRMClient.createAMRMClient();
                NMClient nodes = NMClient.createNMClient()) {
            scheduler.init(configuration);
            scheduler.start();
            nodes.init(configuration);
            nodes.start();
            scheduler.registerApplicationMaster("", 0, "");
            for (String host : hosts) {
                scheduler.addContainerRequest(new ContainerRequest(
                        Resource.newInstance(256, 1), new String[] {host}, null, Priority.newInstance(1), false));
            }
            Deadline.in(LIMIT).require(hosts + " to end", ended::toString, () -> {
                beat(scheduler, nodes, command, launched, ended);
                return ended.size() == hosts.size();
            });
            scheduler.unregisterApplicationMaster(FinalApplicationStatus.SUCCEEDED, "", "");
        }
        return ended;
    }

    private static void beat(
            AMRMClient<ContainerRequest> scheduler,
            NMClient nodes,
            String command,
            Map<Long, String> launched,
            Map<String, Integer> ended)
            throws IOException {
        try {
            var response = scheduler.allocate(0);
            for (Container container : response.getAllocatedContainers()) {
                launched.put(
                        container.getId().getContainerId(),
                        container.getNodeId().getHost());
                nodes.startContainer(
                        container, ContainerLaunchContext.newInstance(null, null, List.of(command), null, null, null));
            }
            for (ContainerStatus status : response.getCompletedContainersStatuses()) {
                String host = launched.get(status.getContainerId().getContainerId());
                ended.put(host == null ? "unknown" : host, status.getExitStatus());
            }
        } catch (YarnException e) {
            throw new IOException(e);
        }
    }
}
