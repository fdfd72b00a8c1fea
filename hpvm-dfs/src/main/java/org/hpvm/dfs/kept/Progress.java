package org.hpvm.dfs.kept;

import java.time.Duration;
import java.util.function.Consumer;
import org.hpvm.dfs.share.ByteSource;
import org.hpvm.model.ByteSize;

/** Tells now and then how far something is that takes long; of what is short, nothing. Not thread-safe. */
public final class Progress {
    private static final Duration FIRST = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final String doing;
    private final long bytes;
    private final Consumer<String> told;
    private long next = System.nanoTime() + FIRST.toNanos();

    /** @param bytes of the whole */
    public Progress(String doing, long bytes, Consumer<String> told) {
        this.doing = doing;
        this.bytes = bytes;
        this.told = told;
    }

    /** So many bytes are done. */
    public void at(long done) {
        long now = System.nanoTime();
        if (now - next >= 0 && done < bytes) {
            next = now + AGAIN.toNanos();
            told.accept(doing + ": " + new ByteSize(done) + " of " + new ByteSize(bytes));
        }
    }

    /** A source that tells how far it is read. */
    public ByteSource watching(ByteSource source) {
        return (position, target) -> {
            at(position);
            source.read(position, target);
        };
    }
}
