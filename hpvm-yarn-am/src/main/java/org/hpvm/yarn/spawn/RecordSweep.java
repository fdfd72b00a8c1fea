package org.hpvm.yarn.spawn;

import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;
import org.hpvm.yarn.shares.ShareTable;

/**
 * Keeps the server's memory flat over many spawns: records that no share, no spawn that runs and no result names are
 * forgotten. Not thread-safe; owned by the server's loop.
 */
final class RecordSweep {
    private final JournalRecords records;
    private final ShareTable shares;
    private final SpawnBook book;

    RecordSweep(JournalRecords records, ShareTable shares, SpawnBook book) {
        this.records = records;
        this.shares = shares;
        this.book = book;
    }

    /** Looks, if enough has gathered. */
    void run() {
        if (records.isToSweep()) {
            Named named = new Named();
            shares.all().forEach(share -> share.name(named));
            book.all().forEach(spawn -> spawn.name(named));
            records.retain(named);
        }
    }
}
