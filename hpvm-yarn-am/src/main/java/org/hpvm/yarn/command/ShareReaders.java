package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.hpvm.dfs.kept.Progress;
import org.hpvm.dfs.share.ShareWindows;
import org.hpvm.model.ByteRange;
import org.hpvm.yarn.stored.StoredShare;
import org.hpvm.yarn.stored.StoredShares;

/** Threads that read a share for a command. */
final class ShareReaders implements AutoCloseable {
    private static final int THREADS = 4;

    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, work -> {
        Thread thread = new Thread(work, "read");
        thread.setDaemon(true);
        return thread;
    });

    /** Passes on a range of a share, in order, and tells how far that is. */
    void copy(
            StoredShares shares,
            StoredShare share,
            ByteRange range,
            String doing,
            Console console,
            ShareWindows.Sink sink)
            throws IOException {
        Progress progress =
                new Progress(doing, range.length(), line -> console.err().println("hpvm: " + line));
        shares.open(share, workers).copy(range, (position, bytes) -> {
            progress.at(position - range.start());
            return sink.take(position, bytes);
        });
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
