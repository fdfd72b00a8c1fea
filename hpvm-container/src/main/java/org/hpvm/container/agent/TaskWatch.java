package org.hpvm.container.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.hpvm.container.agent.SpawnOnMachine.Limits;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.proto.agent.TaskFailure;
import org.jspecify.annotations.Nullable;

/** Watches what one worker's task takes, and ends the worker when it is too much. Thread-safe. */
final class TaskWatch {
    private final WorkerProcess process;
    private @Nullable Limits limits;
    private long task;
    private long sinceNanoseconds;
    private long outputBefore;
    private @Nullable Verdict verdict;

    /** Why a worker was ended. */
    record Verdict(TaskFailure.Kind kind, String message) {}

    TaskWatch(WorkerProcess process) {
        this.process = process;
    }

    synchronized void setLimits(Limits newLimits) {
        limits = newLimits;
        task = 0;
    }

    /** Why the worker was ended by this watch; empty if it was not. */
    synchronized Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** Looks once; called every now and then. */
    synchronized void look(long nowNanoseconds) throws IOException {
        long current = process.ring().current();
        if (limits == null || verdict != null || current == 0) {
            task = 0;
            return;
        }
        if (current != task) {
            task = current;
            sinceNanoseconds = nowNanoseconds;
            outputBefore = process.outputBytes();
            return;
        }
        Duration took = Duration.ofNanos(nowNanoseconds - sinceNanoseconds);
        long printed = process.outputBytes() - outputBefore;
        if (!limits.time().isZero() && took.compareTo(limits.time()) > 0) {
            end(
                    TaskFailure.Kind.OVER_TIME,
                    "it ran longer than the " + limits.time().toMillis() + " ms it may");
        } else if (limits.output().bytes() > 0 && printed > limits.output().bytes()) {
            end(TaskFailure.Kind.OVER_OUTPUT, "it printed more than the " + limits.output() + " it may");
        }
    }

    /** Ends the worker for what its task has taken. */
    synchronized void end(TaskFailure.Kind kind, String message) {
        verdict = new Verdict(kind, message);
        process.kill();
    }
}
