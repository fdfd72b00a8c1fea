import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.LocalResourceType;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.URL;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/**
 * The least that a YARN application in Java does: a client, an ApplicationMaster, one container with a JVM, whose only
 * statement says when it ran. Launches of HPVM are compared with it; the JVMs have the same options, its jar comes from
 * HDFS as ours does, and it waits no longer than it must.
 *
 * <pre>
 * client FILE FLAG…   runs the application; the task writes its time, in nanoseconds since 1970, to FILE
 * </pre>
 */
public final class MinimalApplication {
    private static final int POLL_MILLISECONDS = 20;
    private static final Resource SIZE = Resource.newInstance(512, 1);

    private MinimalApplication() {}

    public static void main(String[] words) throws Exception {
        switch (words[0]) {
            case "client" -> client(words[1], List.of(words).subList(2, words.length));
            case "master" -> master(words[1], List.of(words).subList(2, words.length));
            default -> task(words[1]);
        }
        System.exit(0);
    }

    private static void task(String file) throws IOException {
        long now = System.currentTimeMillis();
        Files.writeString(java.nio.file.Path.of(file), now + "000000\n");
    }

    private static void client(String file, List<String> flags) throws Exception {
        Configuration configuration = new YarnConfiguration();
        YarnClient yarn = YarnClient.createYarnClient();
        yarn.init(configuration);
        yarn.start();
        FileSystem files = FileSystem.get(configuration);
        Path jar = files.makeQualified(new Path("minimal.jar"));
        if (!files.exists(jar)) {
            files.copyFromLocalFile(new Path(System.getProperty("minimal.jar")), jar);
        }
        ApplicationSubmissionContext context = yarn.createApplication().getApplicationSubmissionContext();
        ApplicationId id = context.getApplicationId();
        context.setApplicationName("minimal");
        context.setResource(SIZE);
        context.setMaxAppAttempts(1);
        context.setAMContainerSpec(container(configuration, jar, "master", file, flags));
        yarn.submitApplication(context);
        YarnApplicationState state = YarnApplicationState.NEW;
        while (state != YarnApplicationState.FINISHED) {
            if (state == YarnApplicationState.FAILED || state == YarnApplicationState.KILLED) {
                throw new IllegalStateException(yarn.getApplicationReport(id).getDiagnostics());
            }
            Thread.sleep(POLL_MILLISECONDS);
            state = yarn.getApplicationReport(id).getYarnApplicationState();
        }
    }

    private static void master(String file, List<String> flags) throws Exception {
        Configuration configuration = new YarnConfiguration();
        AMRMClient<AMRMClient.ContainerRequest> resourceManager = AMRMClient.createAMRMClient();
        resourceManager.init(configuration);
        resourceManager.start();
        NMClient nodeManagers = NMClient.createNMClient();
        nodeManagers.init(configuration);
        nodeManagers.start();
        resourceManager.registerApplicationMaster("127.0.0.1", 1, "");
        resourceManager.addContainerRequest(
                new AMRMClient.ContainerRequest(SIZE, null, null, Priority.newInstance(1)));
        boolean ended = false;
        while (!ended) {
            var response = resourceManager.allocate(0);
            for (Container container : response.getAllocatedContainers()) {
                nodeManagers.startContainer(
                        container,
                        container(configuration, new Path(System.getenv("MINIMAL_JAR")), "task", file, flags));
            }
            ended = !response.getCompletedContainersStatuses().isEmpty();
            Thread.sleep(POLL_MILLISECONDS);
        }
        resourceManager.unregisterApplicationMaster(FinalApplicationStatus.SUCCEEDED, "", "");
    }

    private static ContainerLaunchContext container(
            Configuration configuration, Path jar, String role, String file, List<String> flags) throws IOException {
        FileStatus status = FileSystem.get(configuration).getFileStatus(jar);
        Map<String, LocalResource> resources = new HashMap<>();
        resources.put(
                "minimal.jar",
                LocalResource.newInstance(
                        URL.fromPath(status.getPath()),
                        LocalResourceType.FILE,
                        LocalResourceVisibility.PRIVATE,
                        status.getLen(),
                        status.getModificationTime()));
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "CLASSPATH",
                "{{PWD}}/minimal.jar<CPS>{{HADOOP_CONF_DIR}}<CPS>"
                        + String.join("<CPS>", configuration.getTrimmedStrings("yarn.application.classpath")));
        environment.put("MINIMAL_JAR", status.getPath().toString());
        String command = "{{JAVA_HOME}}/bin/java -Xmx256m " + String.join(" ", flags) + " MinimalApplication " + role
                + " " + file + " " + String.join(" ", flags) + " 1><LOG_DIR>/stdout 2><LOG_DIR>/stderr";
        ByteBuffer tokens = null; // YARN adds the ApplicationMaster's own
        return ContainerLaunchContext.newInstance(resources, environment, List.of(command), null, tokens, null);
    }
}
