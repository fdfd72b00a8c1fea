package org.hpvm.yarn.spawn;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
import org.hpvm.proto.client.TaskReply;

/**
 * Where the tasks of one spawn were done, and which have failed where and how. Ranges a place, not an object a task.
 * Not thread-safe.
 */
final class TaskHistory {
    private final Map<Place, RangeSet> doneByPlace = new LinkedHashMap<>();
    private final Map<Long, Failed> failedByTask = new HashMap<>();

    /**
     * Where a task ran.
     *
     * @param machine friendly name
     * @param leaf empty if it is not known
     */
    record Place(String machine, String leaf) {}

    /** A task that has failed: how often, where last, and how first. */
    private record Failed(int times, Place last, String first, boolean isFinal) {}

    void done(IdRange tasks, Place place) {
        doneByPlace.computeIfAbsent(place, unused -> new RangeSet()).add(tasks.start(), tasks.end());
    }

    /**
     * A task has failed.
     *
     * @param isFinal whether it will not be tried again
     */
    void failed(long task, Place place, String sentence, boolean isFinal) {
        failedByTask.merge(
                task,
                new Failed(1, place, sentence, isFinal),
                (before, now) -> new Failed(before.times() + 1, place, before.first(), isFinal));
    }

    /** How a task failed first; empty if it has not. */
    String firstFailure(long task) {
        Failed failed = failedByTask.get(task);
        return failed == null ? "" : failed.first();
    }

    /** @param holder the machine to which the task is leased now */
    TaskReply status(long task, Optional<String> holder) {
        TaskReply.Builder status = TaskReply.newBuilder();
        Failed failed = failedByTask.get(task);
        if (failed != null) {
            status.setAttempts(failed.times()).setCause(failed.first());
            at(status, failed.last());
        }
        Optional<Place> done = doneAt(task);
        if (done.isPresent()) {
            at(status, done.get());
            return status.setState(TaskReply.State.DONE)
                    .setAttempts(status.getAttempts() + 1)
                    .build();
        }
        if (failed != null && failed.isFinal()) {
            return status.setState(TaskReply.State.FAILED).build();
        }
        if (holder.isPresent()) {
            at(status, new Place(holder.get(), ""));
            return status.setState(TaskReply.State.LEASED)
                    .setAttempts(status.getAttempts() + 1)
                    .build();
        }
        return status.setState(TaskReply.State.WAITING).build();
    }

    private Optional<Place> doneAt(long task) {
        return doneByPlace.entrySet().stream()
                .filter(entry ->
                        !entry.getValue().within(new IdRange(task, task + 1)).isEmpty())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static void at(TaskReply.Builder status, Place place) {
        status.setMachine(place.machine()).setLeaf(place.leaf());
    }
}
