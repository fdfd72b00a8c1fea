package org.hpvm.minicluster.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.util.ShutdownHookManager;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.DaemonLog;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.Machine;

/** Runs a cluster in this JVM until a signal ends it. */
final class ForegroundCluster {
    /** Above the 10 at which Hadoop closes its file systems. */
    private static final int BEFORE_FILE_SYSTEMS = 50;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);
    private static final Duration OTHER_START_LIMIT = Duration.ofSeconds(90);

    private final PrintStream out;

    ForegroundCluster(PrintStream out) {
        this.out = out;
    }

    /** Returns when the cluster is stopped, or at once if one runs there already. */
    ExitStatus run(ClusterPlan plan) throws IOException, InterruptedException, UsageException {
        Optional<ClusterDirectory> taken = ClusterDirectory.take(plan.directory());
        if (taken.isEmpty()) {
            return awaitOther(plan);
        }
        ClusterDirectory directory = taken.get();
        DaemonLog.to(directory.log());
        EmbeddedCluster cluster;
        try {
            cluster = EmbeddedCluster.start(plan);
        } catch (IOException | RuntimeException e) {
            try (directory) {
                throw e;
            }
        }
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHookManager.get()
                .addShutdownHook(
                        () -> {
                            stop(cluster, directory);
                            stopped.countDown();
                        },
                        BEFORE_FILE_SYSTEMS,
                        STOP_LIMIT.toSeconds(),
                        TimeUnit.SECONDS);
        record(cluster).write(directory.path());
        out.println("ready " + cluster.confDirectory());
        out.flush();
        stopped.await(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        return ExitStatus.OK;
    }

    private static void stop(EmbeddedCluster cluster, ClusterDirectory directory) {
        // A DataNode's thread ends with "Shutdown in progress, cannot remove a shutdownHook" when it is stopped from
        // one.
        Thread.setDefaultUncaughtExceptionHandler((thread, why) -> {});
        try (directory;
                cluster) {
            // Closing is all.
        } catch (IOException e) {
            System.err.println("hpvm cluster: stop: " + e.getMessage());
        }
    }

    private static ClusterRecord record(EmbeddedCluster cluster) {
        ProcessHandle self = ProcessHandle.current();
        return new ClusterRecord(
                self.pid(),
                self.info().startInstant().orElse(Instant.now()),
                cluster.confDirectory(),
                cluster.webAddress(),
                cluster.plan().machines().stream().map(Machine::name).collect(Collectors.joining(",")),
                cluster.processes().marker());
    }

    private ExitStatus awaitOther(ClusterPlan plan) throws IOException, InterruptedException {
        Deadline.in(OTHER_START_LIMIT)
                .require(
                        "the cluster that another process starts in " + plan.directory(),
                        () -> "that it is not up",
                        () -> ClusterRecord.read(plan.directory())
                                .flatMap(ClusterRecord::process)
                                .isPresent());
        out.println("running "
                + ClusterRecord.read(plan.directory()).map(ClusterRecord::conf).orElseThrow());
        return ExitStatus.OK;
    }
}
