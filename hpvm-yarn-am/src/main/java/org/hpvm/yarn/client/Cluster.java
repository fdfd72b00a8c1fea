package org.hpvm.yarn.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.api.records.NodeLabel;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.ResourceRequest;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.client.util.YarnClientUtils;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.container.agent.ContainerEnvironment;
import org.hpvm.container.protocol.ApplicationSecret;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.launch.CarriedSettings;
import org.hpvm.yarn.launch.HpvmJar;
import org.hpvm.yarn.launch.JavaContainer;
import org.hpvm.yarn.launch.ServerEnvironment;
import org.hpvm.yarn.placement.ClusterFacts;
import org.hpvm.yarn.placement.Roster;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.settings.SweepTerms;
import org.hpvm.yarn.sweep.Broom;
import org.jspecify.annotations.Nullable;

/** The cluster as a client sees it: YARN and HDFS. */
public final class Cluster implements AutoCloseable {
    /** By its name: the server is a client too, of itself, when the parent runs beside it. */
    private static final String SERVER_MAIN = "org.hpvm.yarn.server.ServerMain";

    static final FsPermission OWNER_ONLY = new FsPermission((short) 0700);

    private final Configuration configuration;
    private final HpvmSettings settings;
    private final YarnClient yarn;
    private final FileSystem files;
    private final HpvmRoot root;

    private Cluster(
            Configuration configuration, HpvmSettings settings, YarnClient yarn, FileSystem files, HpvmRoot root) {
        this.configuration = configuration;
        this.settings = settings;
        this.yarn = yarn;
        this.files = files;
        this.root = root;
    }

    /**
     * Connects.
     *
     * @throws HpvmException if no cluster is configured, or it cannot be reached
     */
    public static Cluster connect(Configuration configuration, HpvmSettings settings) throws IOException {
        if (FileSystem.getDefaultUri(configuration).getScheme().equals("file")) {
            throw new HpvmException(
                    ErrorCode.UNAVAILABLE,
                    "find the cluster: " + unconfigured(System.getenv("HADOOP_CONF_DIR"))
                            + " the directory with its core-site.xml, or use hpvm run --local");
        }
        // The defaults wait a quarter of an hour for a cluster that is not there. Whoever waits for one that was there
        // asks again himself, so these are not for the containers.
        Configuration impatient = new Configuration(configuration);
        impatient.setInt("yarn.resourcemanager.connect.max-wait.ms", 5_000);
        impatient.setInt("yarn.resourcemanager.connect.retry-interval.ms", 500);
        impatient.setInt("ipc.client.connect.max.retries", 3);
        impatient.setInt("yarn.client.application-client-protocol.poll-interval-ms", 20);
        YarnClient yarn = YarnClient.createYarnClient();
        yarn.init(impatient);
        yarn.start();
        awaitNameNodeIn(configuration);
        FileSystem files = FileSystem.get(configuration);
        HpvmRoot root = new HpvmRoot(
                files.makeQualified(new org.apache.hadoop.fs.Path(files.getHomeDirectory(), settings.root())));
        try (FileSystem probe = FileSystem.newInstance(impatient)) {
            probe.mkdirs(root.path(), OWNER_ONLY);
        }
        return new Cluster(configuration, settings, yarn, files, root);
    }

    private static String unconfigured(@Nullable String conf) {
        return conf == null
                ? "HADOOP_CONF_DIR is not set; set it to"
                : "HADOOP_CONF_DIR, " + conf + ", has no core-site.xml that names a cluster in fs.defaultFS; name";
    }

    /**
     * A NameNode that is started anew is away for some seconds, and then in safe mode for some more: asked for a
     * minute.
     */
    private static void awaitNameNodeIn(Configuration configuration) {
        configuration.setBoolean("dfs.client.retry.policy.enabled", true);
        configuration.set("dfs.client.retry.policy.spec", "500,120");
    }

    public Applications applications() {
        return new Applications(yarn);
    }

    /** What removes that which nobody needs any more from HDFS. */
    public Sweeper sweeper() {
        SweepTerms terms = settings.sweep();
        return new Sweeper(this, new Broom(terms.youth(), terms.disuse()));
    }

    /** Sweeps beside what is being done, if that is wanted. */
    public void sweepQuietly() {
        if (settings.sweep().isAutomatic()) {
            QuietSweep.begin(sweeper());
        }
    }

    public Sessions sessions() {
        return new Sessions(this);
    }

    /** An application that was submitted by another client, with the secret that it drew. */
    Application application(ApplicationId id, ApplicationSecret secret) {
        return new Application(id, yarn, secret, configuration, settings.archiveTime(), settings.serverPatience());
    }

    /**
     * A link to the server of an application that another client of this user has started, only to look.
     *
     * @throws HpvmException if its server does not run
     */
    public ServerConnection look(ApplicationId id) throws IOException {
        ApplicationReport report = applications().get(id);
        if (report.getYarnApplicationState() != YarnApplicationState.RUNNING) {
            throw new HpvmException(
                    ErrorCode.UNAVAILABLE,
                    "ask the server of " + id + ": it does not run, the application is "
                            + report.getYarnApplicationState());
        }
        InetSocketAddress address = new InetSocketAddress(report.getHost(), report.getRpcPort());
        return ServerConnection.open(
                address,
                ClientTokens.token(
                        report, address, () -> ClientTokens.published(files, root.application(id.toString()))),
                configuration);
    }

    public Storage storage() {
        return new Storage(configuration, files, root);
    }

    public FileSystem files() {
        return files;
    }

    public HpvmRoot root() {
        return root;
    }

    public Configuration configuration() {
        return configuration;
    }

    /**
     * Submits an application; it is accepted when this returns.
     *
     * @throws HpvmException with the sentence of YARN, if it refuses
     */
    public Application submit(Submission submission) throws IOException {
        Optional<HostsFile> parsed = hosts();
        Optional<String> hosts = hostsText();
        try {
            YarnClientApplication created = yarn.createApplication();
            Survey survey = Survey.of(
                    facts(),
                    parsed,
                    settings,
                    created.getNewApplicationResponse().getMaximumResourceCapability());
            ApplicationSubmissionContext context = created.getApplicationSubmissionContext();
            ApplicationSecret secret = ApplicationSecret.draw();
            ApplicationDirectory directory =
                    root.application(context.getApplicationId().toString());
            files.mkdirs(directory.path(), OWNER_ONLY);
            YarnIdentity.of(configuration).putOn(files, directory.path());
            context.setApplicationName(submission.name());
            context.setApplicationType(Applications.TYPE);
            context.setQueue(settings.queue());
            context.setMaxAppAttempts(submission.mayBeginAgain() ? settings.serverAttempts() : 1);
            context.setAttemptFailuresValidityInterval(
                    settings.serverAttemptsInterval().toMillis());
            context.setKeepContainersAcrossApplicationAttempts(true);
            context.setAMContainerResourceRequests(
                    List.of(serverRequest(survey.serverPartition(), submission.extraMemory())));
            submission.tag().ifPresent(tag -> context.setApplicationTags(Set.of(tag)));
            try {
                context.setAMContainerSpec(serverContainer(
                        context.getApplicationId().toString(), hosts, survey.facts(), secret, submission));
                yarn.submitApplication(context);
            } catch (YarnException | IOException e) {
                files.delete(directory.path(), true);
                throw e instanceof YarnException refused
                        ? refusal(refused)
                        : HpvmException.of(e, ErrorCode.UNAVAILABLE, "submit the application to YARN");
            }
            return new Application(
                    context.getApplicationId(),
                    yarn,
                    secret,
                    configuration,
                    settings.archiveTime(),
                    settings.serverPatience());
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "submit the application to YARN");
        }
    }

    /** YARN says what it says twice, once cut. */
    private HpvmException refusal(YarnException why) {
        String said = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
        return new HpvmException(
                ErrorCode.REFUSED,
                "submit to queue " + settings.queue() + ": YARN refuses: "
                        + said.substring(Math.max(0, said.lastIndexOf("Application application_")))
                        + "; hpvm.queue names the queue",
                why);
    }

    /** What YARN says of the cluster's machines and of the queue. */
    public ClusterFacts facts() throws IOException {
        try {
            return Survey.look(yarn, settings.queue());
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "ask YARN for its machines");
        }
    }

    /** The machines that an application may ask for, and why not the others. */
    public Roster roster() throws IOException {
        return Survey.roster(facts(), hosts(), settings);
    }

    /** Node labels that the cluster knows. */
    public Set<String> labels() throws IOException {
        try {
            return yarn.getClusterNodeLabels().stream().map(NodeLabel::getName).collect(Collectors.toSet());
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "ask YARN for its node labels");
        }
    }

    /** The host file, if there is one. */
    public Optional<HostsFile> hosts() throws IOException {
        Optional<String> text = hostsText();
        return text.isPresent()
                ? Optional.of(HostsFile.parse(text.get().lines().toList(), "the host file"))
                : Optional.empty();
    }

    private ResourceRequest serverRequest(String partition, ByteSize extraMemory) {
        ResourceRequest request = ResourceRequest.newInstance(
                Priority.newInstance(0),
                ResourceRequest.ANY,
                Resource.newInstance((settings.serverMemory().bytes() + extraMemory.bytes()) >> 20, 1),
                1);
        if (!partition.isEmpty()) {
            request.setNodeLabelExpression(partition);
        }
        return request;
    }

    /** Removes what a server that was killed has left in HDFS; one that ended by itself has left nothing. */
    public void removeStateOf(ApplicationId application) throws IOException {
        files.delete(root.application(application.toString()).path(), true);
    }

    private ContainerLaunchContext serverContainer(
            String application,
            Optional<String> hosts,
            ClusterFacts facts,
            ApplicationSecret secret,
            Submission submission)
            throws IOException {
        StagedFiles staged = new StagedFiles(storage(), root.application(application));
        Map<String, LocalResource> resources = new TreeMap<>(staged.put(submission));
        org.apache.hadoop.fs.Path jar = HpvmJar.upload(HpvmJar.find(), files, root);
        Credentials credentials = new Credentials();
        secret.addTo(credentials);
        if (UserGroupInformation.isSecurityEnabled()) {
            files.addDelegationTokens(YarnClientUtils.getRmPrincipal(configuration), credentials);
        }
        Map<String, String> environment =
                new TreeMap<>(new ServerEnvironment(hosts, facts, jar.toString()).variables());
        environment.putAll(submission.environment());
        if (submission.tree().isPresent()) {
            environment.put("HPVM_KERNELS", staged.tree().toString());
        }
        environment.put(ContainerEnvironment.APPLICATION, application);
        environment.put(
                ContainerEnvironment.PROPERTIES,
                ContainerEnvironment.encode(
                        CarriedSettings.of(configuration, root.path().toString())));
        environment.put(
                "HADOOP_USER_NAME", UserGroupInformation.getCurrentUser().getShortUserName());
        resources.putAll(HpvmJar.resource(files, jar));
        return new JavaContainer(
                        SERVER_MAIN,
                        new ByteSize(settings.serverMemory().bytes() / 4 * 3),
                        settings.javaOptions(),
                        environment,
                        resources,
                        settings.archives())
                .context(configuration, credentials);
    }

    private Optional<String> hostsText() throws IOException {
        if (!settings.hosts().isEmpty()) {
            return Optional.of(Files.readString(Path.of(settings.hosts())));
        }
        String directory = System.getenv("HADOOP_CONF_DIR");
        Path file = Path.of(directory == null ? "" : directory, "hpvm_hosts.cfg");
        return directory != null && Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    @Override
    public void close() {
        yarn.stop();
    }
}
