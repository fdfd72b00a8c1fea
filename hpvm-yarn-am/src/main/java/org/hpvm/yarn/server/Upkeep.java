package org.hpvm.yarn.server;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.BaseWriter;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.dfs.share.ShareWindows;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.ShareCompacted;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.shares.Garbage;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Share;
import org.hpvm.yarn.shares.ShareTable;
import org.hpvm.yarn.spawn.Spawns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what shares take in HDFS within bounds: writes a share that has become many pieces as one file, and removes
 * files that nobody may read any more. A share has its new base once the journal says so; until then, and if the server
 * dies before, it has the old one. Owned by the server's loop; what takes long is done by a thread of its own.
 */
final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int READERS = 2;
    private static final Duration REST = Duration.ofSeconds(60);

    private final ServerLoop loop;
    private final ServerJournal journal;
    private final ShareTable shares;
    private final Spawns spawns;
    private final FileSystem files;
    private final ApplicationDirectory directory;
    private final long epoch;
    private final ByteSize leastWritten;
    private final ExecutorService worker = newThreads("upkeep", 1);
    private final ExecutorService readers = newThreads("read", READERS);
    private boolean isCompacting;
    private int made;

    /** @param leastWritten so much of a share must have been written before it is compacted */
    Upkeep(
            ServerLoop loop,
            ServerJournal journal,
            ShareTable shares,
            Spawns spawns,
            FileSystem files,
            ApplicationDirectory directory,
            long epoch,
            ByteSize leastWritten) {
        this.loop = loop;
        this.journal = journal;
        this.shares = shares;
        this.spawns = spawns;
        this.files = files;
        this.directory = directory;
        this.epoch = epoch;
        this.leastWritten = leastWritten;
    }

    private static ExecutorService newThreads(String name, int count) {
        return Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins to compact a share, if that pays for one and none is being compacted. */
    void compact() {
        if (!isCompacting) {
            shares.worn(leastWritten.bytes()).ifPresent(this::begin);
        }
    }

    private void begin(Share share) {
        isCompacting = true;
        ShareVersion version = share.current();
        Map<Long, SegmentRecord> records =
                JournalRecords.read(shares.records().namedBy(version.extents().extents()));
        ShareWindows windows =
                new ShareWindows(new ShareReader(files, directory::segment, readers), version, records, share.size());
        Path path = directory.compacted(share.number(), epoch, ++made);
        inBackground(() -> {
            try {
                BaseFile base = new BaseWriter(files).write(windows.source(), share.size(), path);
                loop.execute(() -> written(share.number(), version, base));
            } catch (IOException | RuntimeException e) {
                LOG.warn("share {} is not compacted", share.name(), e);
                delete(path);
                loop.after(REST, () -> isCompacting = false);
            }
        });
    }

    private void written(int share, ShareVersion version, BaseFile base) {
        if (!shares.mayCompact(share, version.number())) {
            LOG.info("share number {} went other ways while it was compacted", share);
            isCompacting = false;
            inBackground(() -> delete(base.path()));
            return;
        }
        ShareCompacted compacted = ShareCompacted.newBuilder()
                .setNumber(share)
                .setVersion(version.number())
                .setBase(ShareMessages.message(base))
                .build();
        var unused = journal.write(JournalEntry.newBuilder().setShareCompacted(compacted))
                .thenRun(() -> {
                    shares.compacted(compacted);
                    isCompacting = false;
                    LOG.info(
                            "version {} of share number {}, {} pieces, is {} now",
                            version.number(),
                            share,
                            version.extents().extents().size(),
                            base.path());
                });
    }

    /** Removes files that nobody may read any more; not while something is compacted, as that reads old ones. */
    void removeGarbage() {
        if (isCompacting) {
            return;
        }
        Garbage.Removable removable = spawns.garbage();
        inBackground(() -> {
            removable.segments().forEach(segment -> delete(directory.segment(segment)));
            removable.bases().forEach(this::delete);
        });
    }

    /** Removes what earlier attempts of the server were writing when they died. */
    void removeHalfWritten() {
        inBackground(() -> {
            try {
                List<Path> found = Arrays.stream(files.listStatus(directory.bases()))
                        .map(FileStatus::getPath)
                        .filter(this::isOfEarlierAttempt)
                        .toList();
                loop.execute(() -> {
                    List<Path> unnamed =
                            found.stream().filter(path -> !shares.isBase(path)).toList();
                    inBackground(() -> unnamed.forEach(this::delete));
                });
            } catch (FileNotFoundException e) {
                LOG.debug("there is no base yet", e);
            } catch (IOException e) {
                LOG.warn("look for what earlier attempts have left", e);
            }
        });
    }

    private boolean isOfEarlierAttempt(Path base) {
        String[] words = base.getName().split("\\.compacted-|-", -1);
        return words.length == 3 && Long.parseLong(words[1]) < epoch;
    }

    private void delete(Path path) {
        try {
            if (files.delete(path, false)) {
                LOG.info("removed {}", path);
            }
        } catch (IOException e) {
            // It goes with the application.
            LOG.warn("could not remove {}", path, e);
        }
    }

    private void inBackground(Runnable work) {
        try {
            worker.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server ends", e);
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
        readers.shutdownNow();
    }
}
