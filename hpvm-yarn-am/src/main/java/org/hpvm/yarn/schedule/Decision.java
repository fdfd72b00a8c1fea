package org.hpvm.yarn.schedule;

import java.util.List;
import java.util.function.Function;
import org.hpvm.model.IdRange;

/** What the scheduler wants done. */
public sealed interface Decision {
    int agent();

    long spawn();

    /** Calls the function of the case that this is. */
    <T> T match(Function<Assign, T> assign, Function<Revoke, T> revoke, Function<Cancel, T> cancel);

    /** Lease these tasks to the agent. */
    record Assign(int agent, long spawn, List<IdRange> tasks) implements Decision {
        public Assign {
            tasks = List.copyOf(tasks);
        }

        @Override
        public <T> T match(Function<Assign, T> assign, Function<Revoke, T> revoke, Function<Cancel, T> cancel) {
            return assign.apply(this);
        }
    }

    /** Ask the agent to give back what it has not begun of these tasks. It always answers. */
    record Revoke(int agent, long spawn, IdRange tasks) implements Decision {
        @Override
        public <T> T match(Function<Assign, T> assign, Function<Revoke, T> revoke, Function<Cancel, T> cancel) {
            return revoke.apply(this);
        }
    }

    /** Tell the agent that another was faster: these tasks need not end, and it holds them no more. */
    record Cancel(int agent, long spawn, IdRange tasks) implements Decision {
        @Override
        public <T> T match(Function<Assign, T> assign, Function<Revoke, T> revoke, Function<Cancel, T> cancel) {
            return cancel.apply(this);
        }
    }
}
