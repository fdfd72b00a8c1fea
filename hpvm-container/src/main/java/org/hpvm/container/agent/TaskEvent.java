package org.hpvm.container.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;
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

        /** The same once records are lost: the tasks that merged them have failed instead. */
        Ended without(IOException why) {
            RangeSet lost = new RangeSet();
            records.forEach(merged -> merged.lostTasks().forEach(range -> lost.add(range.start(), range.end())));
            if (lost.isEmpty()) {
                return this;
            }
            RangeSet kept = new RangeSet();
            done.forEach(range -> kept.add(range.start(), range.end()));
            List<TaskFailure> failed = new ArrayList<>(failures);
            for (IdRange range : lost.ranges()) {
                for (long task = range.start(); task < range.end(); task++) {
                    if (kept.contains(task)) {
                        failed.add(TaskFailure.newBuilder()
                                .setTask(task)
                                .setKind(TaskFailure.Kind.LOST)
                                .setLeaf(leaf)
                                .setMessage("what it merged could not be written to HDFS: " + firstLine(why))
                                .build());
                    }
                }
                kept.remove(range.start(), range.end());
            }
            List<MergedRecord> stored = records.stream()
                    .filter(merged -> merged.lostTasks().isEmpty())
                    .toList();
            return new Ended(spawn, kept.ranges(), failed, stored, leaf, busyNanoseconds);
        }

        private static String firstLine(IOException why) {
            String text = String.valueOf(why.getMessage());
            return text.lines().findFirst().orElse(text);
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
