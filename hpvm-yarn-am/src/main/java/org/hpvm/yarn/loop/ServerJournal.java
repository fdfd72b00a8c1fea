package org.hpvm.yarn.loop;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.journal.JournalWriter;
import org.hpvm.proto.journal.JournalEntry;

/**
 * What must be in the journal before it counts. A server whose journal fails cannot know what holds, and ends. Not
 * thread-safe; owned by the server's loop.
 */
public final class ServerJournal {
    private final JournalWriter journal;
    /** Settled by the loop, in the order of the entries. */
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    private final ServerLoop loop;
    private final Consumer<Throwable> onFailure;

    public ServerJournal(JournalWriter journal, ServerLoop loop, Consumer<Throwable> onFailure) {
        this.journal = journal;
        this.loop = loop;
        this.onFailure = onFailure;
    }

    /** Writes an entry; the answer comes on the loop's thread once it is durable, and never if it is not. */
    public CompletableFuture<Void> write(JournalEntry.Builder entry) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        last = durable;
        var unused = journal.append(entry.build().toByteArray())
                .thenAccept(outcome -> loop.execute(() -> settle(outcome, durable)));
        return durable;
    }

    /** Completed once all that was written so far is durable. */
    public CompletableFuture<Void> written() {
        return last;
    }

    private void settle(CommitOutcome outcome, CompletableFuture<Void> durable) {
        boolean isDurable = outcome.match(
                committed -> true,
                conflict -> failed(new IllegalStateException("another server writes " + conflict.found())),
                unknown -> failed(unknown.why()));
        if (isDurable) {
            durable.complete(null);
        }
    }

    private boolean failed(Throwable why) {
        onFailure.accept(why);
        return false;
    }
}
