package org.hpvm.container.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerMessage.Result;

/** The tasks that one worker was sent and has not answered, in the order in which it runs them. Not thread-safe. */
final class InFlight {
    private final Deque<TaskChunk> chunks = new ArrayDeque<>();

    void sent(TaskChunk chunk) {
        chunks.addLast(chunk);
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** How many frames are under way. */
    int frames() {
        return chunks.size();
    }

    /**
     * How often a task was tried before.
     *
     * @throws FrameException if it is not under way
     */
    int attempt(long task) throws FrameException {
        for (TaskChunk chunk : chunks) {
            if (task >= chunk.first() && task < chunk.first() + chunk.count()) {
                return chunk.attempt();
            }
        }
        throw new FrameException("a merge of task " + task + ", which is not under way");
    }

    /**
     * Strikes out the tasks that results answer.
     *
     * @throws FrameException if they are not the next ones; then none is struck out, so that all can run again
     */
    void answered(List<Result> results) throws FrameException {
        List<TaskChunk> before = List.copyOf(chunks);
        try {
            for (Result result : results) {
                if (result instanceof Result.Run run) {
                    strike(run.first(), run.count());
                } else if (result instanceof Result.Done done) {
                    strike(done.task(), 1);
                }
            }
        } catch (FrameException e) {
            chunks.clear();
            chunks.addAll(before);
            throw e;
        }
    }

    private void strike(long first, long count) throws FrameException {
        long next = first;
        long left = count;
        while (left > 0) {
            TaskChunk front = chunks.pollFirst();
            if (front == null || front.first() != next) {
                throw new FrameException("an answer for task " + next + ", which was not the next");
            }
            long taken = Math.min(left, front.count());
            if (taken < front.count()) {
                chunks.addFirst(front.part(front.first() + taken, front.first() + front.count()));
            }
            next += taken;
            left -= taken;
        }
    }

    /** Takes out everything that was not answered. */
    List<TaskChunk> drain() {
        List<TaskChunk> all = new ArrayList<>(chunks);
        chunks.clear();
        return all;
    }
}
