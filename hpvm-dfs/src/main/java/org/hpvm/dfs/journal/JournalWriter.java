package org.hpvm.dfs.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.hpvm.dfs.file.CommitOutcome;
import org.hpvm.dfs.file.DurableFile;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to a journal. Entries that wait together are flushed together, so that the price of a flush is
 * shared.
 *
 * <p>The first failure is the last write: what a failed flush has left in the file is unknown, and a journal that went
 * on behind it could not be read. Every later entry ends {@link CommitOutcome.Unknown}. Thread-safe.
 */
public final class JournalWriter implements AutoCloseable {
    private static final long BLOCK_BYTES = 16 << 20;
    private static final int MOST_IN_A_FLUSH = 4096;
    private static final long CLOSE_SECONDS = 30;

    private final FSDataOutputStream out;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "journal-writer");
    private long sequence;

    private record Waiting(ByteBuffer content, CompletableFuture<CommitOutcome> outcome) {}

    private static final Waiting END = new Waiting(ByteBuffer.allocate(0), new CompletableFuture<>());

    private JournalWriter(FSDataOutputStream out) {
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins a journal; its header is durable when this returns.
     *
     * @param path a name that no file has
     */
    public static JournalWriter create(FileSystem files, Path path, long epoch) throws IOException {
        FSDataOutputStream out = DurableFile.create(files, path, BLOCK_BYTES, DurableFile.Placement.REMOTE);
        try {
            out.write(JournalFormat.header(epoch));
            out.hflush();
        } catch (IOException e) {
            IOUtils.closeStream(out);
            throw e;
        }
        return new JournalWriter(out);
    }

    /**
     * Appends an entry.
     *
     * @return completed by the writer's thread once the entry is durable, or it cannot be known
     * @throws IllegalArgumentException if the entry is larger than 64 MiB
     */
    public CompletableFuture<CommitOutcome> append(byte[] content) {
        if (content.length > JournalFormat.MOST_CONTENT_BYTES) {
            throw new IllegalArgumentException("an entry of " + content.length + " bytes; 64 MiB is the most");
        }
        Waiting waiting = new Waiting(ByteBuffer.wrap(content), new CompletableFuture<>());
        queue.add(waiting);
        return waiting.outcome;
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        IOException failed = null;
        boolean ended = false;
        while (!ended) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                batch.add(END);
            }
            queue.drainTo(batch, MOST_IN_A_FLUSH);
            ended = batch.remove(END);
            if (failed == null) {
                failed = write(batch);
            }
            CommitOutcome outcome = failed == null ? new CommitOutcome.Committed() : new CommitOutcome.Unknown(failed);
            batch.forEach(waiting -> waiting.outcome.complete(outcome));
            batch.clear();
        }
    }

    private @Nullable IOException write(List<Waiting> batch) {
        try {
            for (Waiting waiting : batch) {
                out.write(JournalFormat.entryHeader(sequence++, waiting.content));
                DurableFile.write(out, waiting.content);
            }
            out.hflush();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** Writes what waits, then closes the file. */
    @Override
    public void close() throws IOException {
        queue.add(END);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.close();
    }
}
