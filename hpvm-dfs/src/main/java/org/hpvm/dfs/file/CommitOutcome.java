package org.hpvm.dfs.file;

import java.util.function.Function;

/** How a write that another process may see has ended. */
public sealed interface CommitOutcome {

    /** Calls the function of the case that this is, so that a forgotten case does not compile. */
    <T> T match(Function<Committed, T> committed, Function<Conflict, T> conflict, Function<Unknown, T> unknown);

    /** What was written is there for everybody. */
    record Committed() implements CommitOutcome {
        @Override
        public <T> T match(
                Function<Committed, T> committed, Function<Conflict, T> conflict, Function<Unknown, T> unknown) {
            return committed.apply(this);
        }
    }

    /** Another writer was first; nothing of ours can be seen. */
    record Conflict(String found) implements CommitOutcome {
        @Override
        public <T> T match(
                Function<Committed, T> committed, Function<Conflict, T> conflict, Function<Unknown, T> unknown) {
            return conflict.apply(this);
        }
    }

    /** The answer was lost: it may or may not have happened. Read back before trying again. */
    record Unknown(Exception why) implements CommitOutcome {
        @Override
        public <T> T match(
                Function<Committed, T> committed, Function<Conflict, T> conflict, Function<Unknown, T> unknown) {
            return unknown.apply(this);
        }
    }
}
