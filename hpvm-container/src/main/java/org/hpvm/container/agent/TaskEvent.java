package org.hpvm.container.agent;

import java.util.List;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.TaskFailure;

/** What a worker's thread hands to the reporter: something about tasks of one spawn that the server must learn. */
sealed interface TaskEvent {
    long spawn();

    /**
     * Tasks have ended, or merged.
     *
     * @param done ids that returned HPVM_OK
     * @param records what they have merged; a piece counts if its task is done
     * @param leaf the leaf that ran them
     * @param busyNanoseconds time of the worker
     */
    record Ended(
            long spawn,
            List<IdRange> done,
            List<TaskFailure> failures,
            List<MergedRecord> records,
            String leaf,
            long busyNanoseconds)
            implements TaskEvent {
        public Ended {
            done = List.copyOf(done);
            failures = List.copyOf(failures);
            records = List.copyOf(records);
        }

        long tasks() {
            return done.stream().mapToLong(IdRange::count).sum() + failures.size();
        }
    }

    /** A task that goes on has merged so much that it must leave the memory; there is nothing to report yet. */
    record Spilled(long spawn, List<MergedRecord> records) implements TaskEvent {
        public Spilled {
            records = List.copyOf(records);
        }
    }

    /** Tasks go back to the server unbegun. */
    record Returned(long spawn, List<IdRange> ids) implements TaskEvent {
        public Returned {
            ids = List.copyOf(ids);
        }
    }

    /** A leaf does not run on this machine. */
    record LeafSetAside(long spawn, String leaf, String reason) implements TaskEvent {}

    /** No leaf of the tree is left that runs on this machine. */
    record Unable(long spawn, String reason) implements TaskEvent {}
}
