package org.hpvm.minicluster.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.hpvm.minicluster.ClusterFiles;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.MarkedProcesses;
import org.hpvm.minicluster.RuntimeJars;

/**
 * HDFS and YARN as processes of their own, so that a test can take one away: daemons are named {@code namenode},
 * {@code resourcemanager}, {@code datanode-<machine>} and {@code nodemanager-<machine>}.
 *
 * <p>The ResourceManager and the NodeManagers recover: after a kill and a new start applications and containers go on.
 * Not thread-safe.
 */
public final class ProcessCluster implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final ClusterPlan plan;
    private final ClusterFiles files;
    private final ProcessSettings settings;
    private final Map<String, Daemon> daemons = new LinkedHashMap<>();

    private ProcessCluster(ClusterPlan plan, ClusterFiles files, Path jars) throws IOException {
        this.plan = plan;
        this.files = files;
        this.settings = new ProcessSettings(plan, files, jars);
        settings.writeClient();
        settings.daemons().forEach((name, kind) -> daemons.put(name, settings.daemon(name, kind)));
    }

    /** Returns when every machine has registered, after some 15 s on two cores. */
    public static ProcessCluster start(ClusterPlan plan) throws IOException, InterruptedException {
        ClusterFiles files = ClusterFiles.make(plan.directory());
        return start(plan, files, RuntimeJars.directory(files.lib()));
    }

    /**
     * The same with another release of Hadoop.
     *
     * @param jars the directory with its jars
     */
    public static ProcessCluster start(ClusterPlan plan, Path jars) throws IOException, InterruptedException {
        return start(plan, ClusterFiles.make(plan.directory()), jars.toAbsolutePath());
    }

    private static ProcessCluster start(ClusterPlan plan, ClusterFiles files, Path jars)
            throws IOException, InterruptedException {
        ProcessCluster cluster = new ProcessCluster(plan, files, jars);
        try {
            cluster.startAll();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            try (cluster) {
                throw e;
            }
        }
    }

    public ClusterPlan plan() {
        return plan;
    }

    /** For clients; a copy. */
    public Configuration configuration() {
        Configuration configuration = new YarnConfiguration();
        settings.client().forEach(configuration::set);
        return configuration;
    }

    /** Holds the same for other processes, and {@code hpvm_hosts.cfg}. */
    public Path confDirectory() {
        return files.conf();
    }

    /** What the cluster's containers started and still lives. */
    public MarkedProcesses processes() {
        return new MarkedProcesses(settings.marker(), files.yarn());
    }

    /** The names of all daemons, in the order in which they are started. */
    public List<String> daemons() {
        return List.copyOf(daemons.keySet());
    }

    /** The number of the daemon's process. */
    public long pid(String daemon) {
        return named(daemon).pid();
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill(String daemon) throws IOException, InterruptedException {
        named(daemon).kill();
    }

    /** SIGSTOP: the daemon's connections stay, but it says nothing. */
    public void pause(String daemon) throws IOException, InterruptedException {
        named(daemon).signal("STOP");
    }

    /** SIGCONT, after {@link #pause}. */
    public void resume(String daemon) throws IOException, InterruptedException {
        named(daemon).signal("CONT");
    }

    /** Starts a daemon again that was killed; does not wait until it serves, see {@link #awaitUp}. */
    public void restart(String daemon) throws IOException {
        named(daemon).start();
    }

    /** Waits until every DataNode and every NodeManager is registered. */
    public void awaitUp() throws IOException, InterruptedException {
        int machines = plan.machines().size();
        try (Registrations registrations = new Registrations(configuration())) {
            Deadline.in(START_LIMIT)
                    .require(
                            machines + " DataNodes and " + machines + " NodeManagers",
                            () -> registrations + "\n" + tails(),
                            () -> allServe() && registrations.reach(machines));
        }
    }

    /** The last lines of every daemon's log. */
    public String tails() {
        StringBuilder tails = new StringBuilder();
        for (Daemon daemon : daemons.values()) {
            try {
                tails.append(daemon.tail());
            } catch (IOException e) {
                tails.append("log not readable: ").append(e).append('\n');
            }
        }
        return tails.toString();
    }

    /** Kills all daemons and all that containers left running, and removes the files. */
    @Override
    public void close() throws IOException {
        List<Daemon> reverse = new ArrayList<>(daemons.values());
        Collections.reverse(reverse);
        try (files) {
            for (Daemon daemon : reverse) {
                daemon.kill();
            }
            processes().kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAll() throws IOException, InterruptedException {
        settings.writeDaemons();
        named(ProcessSettings.NAME_NODE).run("-format", "-nonInteractive");
        for (Daemon daemon : daemons.values()) {
            daemon.start();
        }
        awaitUp();
    }

    private boolean allServe() throws IOException {
        Set<String> dead = new TreeSet<>();
        daemons.forEach((name, daemon) -> {
            if (!daemon.isAlive()) {
                dead.add(name);
            }
        });
        if (!dead.isEmpty()) {
            throw new IOException("wait for daemons: ended or not started: " + dead + "\n" + tails());
        }
        return daemons.values().stream().allMatch(Daemon::serves);
    }

    private Daemon named(String name) {
        Daemon daemon = daemons.get(name);
        if (daemon == null) {
            throw new IllegalArgumentException("no daemon \"" + name + "\"; there are " + daemons.keySet());
        }
        return daemon;
    }
}
