package org.hpvm.yarn.spawn;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.BaseWriter;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.dfs.share.ShareWindows;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.ShareCompacted;
import org.hpvm.yarn.shares.Garbage;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;
import org.hpvm.yarn.shares.Share;

/**
 * Compaction and the removal of garbage at moments that a seed decides: a base may be written long before the journal
 * hears of it, and what is no longer named is really gone, so that somebody who still needs it shows.
 */
final class PlayedUpkeep {
    private final Random random;
    private final FileSystem files;
    private final ShareReader reader;
    private final LongFunction<Path> pathOfSegment;
    private final LongFunction<Path> pathOfBase;
    private final Consumer<String> count;
    private Garbage garbage = new Garbage();
    private Optional<ShareCompacted> written = Optional.empty();
    private int made;

    PlayedUpkeep(
            Random random,
            FileSystem files,
            ShareReader reader,
            LongFunction<Path> pathOfSegment,
            LongFunction<Path> pathOfBase,
            Consumer<String> count) {
        this.random = random;
        this.files = files;
        this.reader = reader;
        this.pathOfSegment = pathOfSegment;
        this.pathOfBase = pathOfBase;
        this.count = count;
    }

    /** The server has died: what it had written and not told is told by nobody. */
    void restarted() {
        if (written.isPresent()) {
            count.accept("died while compacting");
        }
        written = Optional.empty();
        garbage = new Garbage();
    }

    /** Does a part of what there is to do; gives what the journal is to hear. */
    Optional<JournalEntry.Builder> act(PlayedServer server, long lastSpawn) throws IOException {
        if (random.nextInt(3) == 0) {
            removeGarbage(server, lastSpawn);
        }
        if (written.isEmpty() && random.nextInt(4) == 0) {
            List<Share> shares = server.shares.all();
            written = Optional.of(write(server, shares.get(random.nextInt(shares.size()))));
            return Optional.empty();
        }
        if (written.isEmpty() || random.nextInt(3) > 0) {
            return Optional.empty();
        }
        ShareCompacted told = written.get();
        written = Optional.empty();
        count.accept(server.shares.mayCompact(told.getNumber(), told.getVersion()) ? "compacted" : "compacted in vain");
        return Optional.of(JournalEntry.newBuilder().setShareCompacted(told));
    }

    private ShareCompacted write(PlayedServer server, Share share) throws IOException {
        ShareVersion version = share.current();
        Map<Long, SegmentRecord> records = JournalRecords.read(
                server.shares.records().namedBy(version.extents().extents()));
        BaseFile base = new BaseWriter(files)
                .write(
                        new ShareWindows(reader, version, records, share.size()).source(),
                        share.size(),
                        pathOfBase.apply(++made));
        return ShareCompacted.newBuilder()
                .setNumber(share.number())
                .setVersion(version.number())
                .setBase(ShareMessages.message(base))
                .build();
    }

    /** Not while something is compacted: that reads what is perhaps no longer named. */
    private void removeGarbage(PlayedServer server, long lastSpawn) throws IOException {
        if (written.isPresent()) {
            return;
        }
        Named named = new Named();
        server.shares.all().forEach(share -> share.name(named));
        server.nameIn(named);
        server.records.retain(named);
        Garbage.Removable removable = garbage.look(server.shares, named, lastSpawn, server.oldestOpen());
        for (long segment : removable.segments()) {
            count.accept("segment removed");
            files.delete(pathOfSegment.apply(segment), false);
        }
        for (Path base : removable.bases()) {
            count.accept("base removed");
            files.delete(base, false);
        }
    }
}
