package org.hpvm.minicluster.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
        CountDownLatch cleared = new CountDownLatch(1);
        AtomicBoolean isSignalled = new AtomicBoolean();
        endAtSignal(Thread.currentThread(), isSignalled, cleared);
        try (directory;
                EmbeddedCluster cluster = EmbeddedCluster.start(plan)) {
            record(cluster).write(directory.path());
            out.println("ready " + cluster.confDirectory());
            out.flush();
            new CountDownLatch(1).await(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            return ExitStatus.OK;
        } catch (IOException | RuntimeException e) {
            if (isSignalled.get()) {
                return ExitStatus.OK; // what the interrupt was for some part of Hadoop
            }
            throw e;
        } finally {
            cleared.countDown();
        }
    }

    /** A signal interrupts this thread, at whatever it is, and waits until it has cleared up. */
    private static void endAtSignal(Thread starter, AtomicBoolean isSignalled, CountDownLatch cleared) {
        ShutdownHookManager.get()
                .addShutdownHook(
                        () -> {
                            // A DataNode's thread ends with "Shutdown in progress, cannot remove a shutdownHook" when
                            // it is stopped during one.
                            Thread.setDefaultUncaughtExceptionHandler((thread, why) -> {});
                            isSignalled.set(true);
                            starter.interrupt();
                            await(cleared);
                        },
                        BEFORE_FILE_SYSTEMS,
                        STOP_LIMIT.toSeconds(),
                        TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch cleared) {
        try {
            if (!cleared.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("hpvm cluster: clear up: not done in " + STOP_LIMIT.toSeconds()
                        + " s; hpvm cluster stop does the rest");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
