package org.hpvm.container.agent;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerEnd;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.proto.agent.TaskFailure;

/** Finds out which task a dead worker died of, and how. */
final class WorkerPostMortem {
    private static final int SHOWN_OUTPUT_BYTES = 2048;
    private static final int SIGILL = 4;

    /** The low byte of STATUS_ILLEGAL_INSTRUCTION, which is all of an exit status that Wine can tell. */
    private static final int WINDOWS_ILLEGAL_INSTRUCTION = 0x1d;

    private final TaskQueue queue;
    private final Consumer<TaskEvent> events;

    WorkerPostMortem(TaskQueue queue, Consumer<TaskEvent> events) {
        this.queue = queue;
        this.events = events;
    }

    /**
     * What a worker died of, when it was not a task.
     *
     * @param isIllegalInstruction whether it met an instruction that the machine does not have
     * @param isBetweenTasks whether no task was running, or none that the worker was given
     * @param end how it ended
     */
    record Finding(boolean isIllegalInstruction, boolean isBetweenTasks, String end) {}

    /**
     * Waits for the end of a worker, puts its unanswered tasks back but for the one it died of, and reports that one.
     *
     * @param protocolFault what the worker said wrong, or empty
     * @param stopping whether the agent itself is ending, so that nobody is to blame
     */
    Finding examine(RunningWorker dead, String protocolFault, boolean stopping)
            throws IOException, InterruptedException {
        WorkerProcess process = dead.process();
        if (!protocolFault.isEmpty()) {
            process.kill();
        }
        WorkerEnd end = process.awaitEnd();
        long current = process.ring().current();
        boolean illegalInstruction = isIllegalInstruction(end, dead.leaf());
        OptionalLong cancelled = dead.cancelled();
        boolean endedByAgent = stopping || cancelled.isPresent() || dead.isUnneeded();
        boolean blames = current != 0 && !illegalInstruction && !endedByAgent;
        boolean found = false;
        List<TaskChunk> unanswered = dead.inFlight().drain();
        for (int index = unanswered.size() - 1; index >= 0; index--) {
            TaskChunk chunk = unanswered.get(index);
            long culprit = cancelled.orElse(current - 1);
            boolean isHere = (blames || cancelled.isPresent())
                    && culprit >= chunk.first()
                    && culprit < chunk.first() + chunk.count();
            putBack(chunk, isHere ? culprit + 1 : chunk.first(), chunk.first() + chunk.count());
            if (isHere) {
                found = true;
                putBack(chunk, chunk.first(), culprit);
            }
        }
        if (found) {
            String output = dead.printedLast(cancelled.orElse(current - 1), SHOWN_OUTPUT_BYTES);
            if (blames) {
                blame(dead, end, current - 1, output, protocolFault);
            }
        }
        boolean betweenTasks = !endedByAgent && (current == 0 || (blames && !found));
        return new Finding(illegalInstruction && !stopping, betweenTasks, describe(end));
    }

    private static boolean isIllegalInstruction(WorkerEnd end, Leaf leaf) {
        boolean isWindows = leaf.path().os().equals("windows");
        return end.match(
                exited -> isWindows && exited.code() == WINDOWS_ILLEGAL_INSTRUCTION,
                signalled -> signalled.signal() == SIGILL,
                unstartable -> false);
    }

    private void putBack(TaskChunk chunk, long from, long to) {
        if (from < to) {
            queue.putBack(chunk.part(from, to));
        }
    }

    private void blame(RunningWorker dead, WorkerEnd end, long task, String output, String protocolFault) {
        TaskFailure.Builder failure = TaskFailure.newBuilder()
                .setTask(task)
                .setLeaf(dead.leaf().path().toString())
                .setOutput(tail(output));
        Optional<TaskWatch.Verdict> verdict = dead.watch().verdict();
        if (verdict.isPresent()) {
            failure.setKind(verdict.get().kind()).setMessage(verdict.get().message());
        } else if (!protocolFault.isEmpty()) {
            failure.setKind(TaskFailure.Kind.LOST).setMessage("the worker's messages made no sense: " + protocolFault);
        } else {
            end.match(
                    exited -> failure.setKind(TaskFailure.Kind.EXITED).setNumber(exited.code()),
                    signalled -> failure.setKind(TaskFailure.Kind.SIGNALLED).setNumber(signalled.signal()),
                    unstartable -> failure.setKind(TaskFailure.Kind.LOST).setMessage(unstartable.reason()));
        }
        events.accept(new TaskEvent.Ended(
                dead.spawn().number(),
                List.of(),
                List.of(failure.build()),
                List.of(),
                dead.leaf().path().toString(),
                0));
    }

    /** The failure of a task whose {@code kernel_main} did not return HPVM_OK. */
    static TaskFailure returned(RunningWorker worker, Result.Done ended) throws IOException {
        return TaskFailure.newBuilder()
                .setTask(ended.task())
                .setKind(TaskFailure.Kind.RETURNED)
                .setNumber(ended.status())
                .setMessage(ended.message())
                .setLeaf(worker.leaf().path().toString())
                .setOutput(tail(worker.process().output(ended.outputStart(), ended.outputEnd(), SHOWN_OUTPUT_BYTES)))
                .build();
    }

    /** Why a worker did not get as far as its hello. */
    static String failedStart(WorkerProcess process, IOException fault) throws IOException, InterruptedException {
        WorkerEnd end = process.awaitEnd();
        String output = tail(process.output(0, process.outputBytes(), SHOWN_OUTPUT_BYTES));
        String found = describe(end) + (output.isEmpty() ? "" : ", printing: " + output);
        String sentence = end instanceof WorkerEnd.Unstartable
                ? found
                : "it could not start (" + fault.getMessage() + "): " + found;
        return sentence + advice(found);
    }

    private static String describe(WorkerEnd end) {
        return end.match(
                exited -> "it exited with status " + exited.code(),
                signalled -> "it was ended by signal " + signalled.signal(),
                unstartable -> "it cannot be executed here: " + unstartable.reason());
    }

    /**
     * What the words of the system, a launcher or a loader mean for a file that was fetched and checked just before.
     */
    private static String advice(String reason) {
        if (reason.contains("No such file")) {
            return "; it, or its launcher, needs a file that is not here, such as a dynamic loader: link it with -static";
        }
        return reason.contains("Exec format error")
                ? "; it is for another machine: name what runs it in hpvm.machine.launcher.ARCHITECTURE"
                : "";
    }

    private static String tail(String output) {
        String stripped = output.strip();
        return stripped.substring(Math.max(0, stripped.length() - SHOWN_OUTPUT_BYTES));
    }
}
