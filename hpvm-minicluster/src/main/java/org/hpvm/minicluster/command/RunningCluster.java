package org.hpvm.minicluster.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hpvm.minicluster.Deadline;

/** Looks after a cluster that another process runs. */
final class RunningCluster {
    private static final Duration TERM_LIMIT = Duration.ofSeconds(30);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final PrintStream out;

    RunningCluster(PrintStream out) {
        this.out = out;
    }

    ExitStatus status(Path directory) throws IOException {
        Optional<ClusterRecord> running = running(directory);
        String otherwise = ClusterDirectory.holder(directory).isPresent() ? "starting" : "not running";
        out.println(running.map(record -> "running " + record.conf() + ' ' + record.machines() + ' ' + record.web())
                .orElse(otherwise));
        return running.isPresent() ? ExitStatus.OK : ExitStatus.NOT_RUNNING;
    }

    /** Asks it to end, also if it only starts, kills it if it does not, and removes what it or one before it left. */
    ExitStatus stop(Path directory) throws IOException, InterruptedException, UsageException {
        Optional<ProcessHandle> process = ClusterDirectory.holder(directory);
        if (process.isEmpty()) {
            ClusterDirectory.clearAfterKill(directory);
            out.println("not running");
            return ExitStatus.OK;
        }
        process.get().destroy();
        if (!Deadline.in(TERM_LIMIT).waitFor(() -> !process.get().isAlive())) {
            process.get().destroyForcibly();
            Deadline.in(KILL_LIMIT)
                    .require(
                            "process " + process.get().pid() + " to end after SIGKILL",
                            () -> "that it lives",
                            () -> !process.get().isAlive());
        }
        ClusterDirectory.clearAfterKill(directory);
        out.println("stopped");
        return ExitStatus.OK;
    }

    private static Optional<ClusterRecord> running(Path directory) throws IOException {
        return ClusterRecord.read(directory).filter(record -> record.process().isPresent());
    }
}
