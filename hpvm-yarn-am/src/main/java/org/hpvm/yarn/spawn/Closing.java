package org.hpvm.yarn.spawn;

import org.hpvm.error.ErrorCode;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.SpawnClosed;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.schedule.Scheduler;

/**
 * How spawns end: it is decided once, and holds once the journal says so. Not thread-safe; owned by the server's loop.
 */
final class Closing {
    private final ServerJournal journal;
    private final Scheduler scheduler;
    private final SpawnBook book;
    private final Dispatch dispatch;
    private final Copies copies;
    private final RecordSweep sweep;

    Closing(
            ServerJournal journal,
            Scheduler scheduler,
            SpawnBook book,
            Dispatch dispatch,
            Copies copies,
            RecordSweep sweep) {
        this.journal = journal;
        this.scheduler = scheduler;
        this.book = book;
        this.dispatch = dispatch;
        this.copies = copies;
        this.sweep = sweep;
    }

    static Status status(ErrorCode code, String message) {
        return Status.newBuilder().setCode(code.status()).setMessage(message).build();
    }

    /** Ends a spawn whose tasks are all done. */
    void settle(OpenSpawn spawn) {
        if (scheduler.isDone(spawn.number()) && !spawn.isClosing()) {
            close(spawn, outcome(spawn));
        }
    }

    void fail(OpenSpawn spawn, ErrorCode code, String message) {
        if (!spawn.isClosing() && spawn.status().isEmpty()) {
            close(spawn, status(code, message));
        }
    }

    /**
     * Ends the spawns that no machine can serve; called when the machines that there are have changed, or time passes.
     */
    void endUnservable(boolean mayMoreMachinesCome, String whyNone) {
        for (OpenSpawn spawn : book.running()) {
            if (!mayMoreMachinesCome && !spawn.isClosing() && !scheduler.hasAbleAgent(spawn.number())) {
                String reasons = spawn.unableReasons();
                fail(
                        spawn,
                        ErrorCode.NOMACHINE,
                        "run kernel tree " + spawn.request().getTree() + ": no machine can: "
                                + (reasons.isEmpty() ? whyNone : reasons));
            }
        }
    }

    private static Status outcome(OpenSpawn spawn) {
        return spawn.ledger
                .conflict(spawn::nameOfShare)
                .map(sentence -> status(ErrorCode.CONFLICT, sentence))
                .orElseGet(Status::getDefaultInstance);
    }

    private void close(OpenSpawn spawn, Status how) {
        begin(spawn);
        var unused = journal.write(JournalEntry.newBuilder()
                        .setSpawnClosed(SpawnClosed.newBuilder()
                                .setSpawn(spawn.number())
                                .setStatus(how)))
                .thenRun(() -> closed(spawn, how));
    }

    /** A spawn was closed by an earlier attempt of the server. */
    void replay(OpenSpawn spawn, Status how) {
        begin(spawn);
        closed(spawn, how);
    }

    private void begin(OpenSpawn spawn) {
        spawn.beginClosing();
        scheduler.spawnClosed(spawn.number());
    }

    private void closed(OpenSpawn spawn, Status how) {
        if (how.getCode() == 0) {
            spawn.ledger.layered().forEach((number, extents) -> {
                spawn.merged(number, extents);
                spawn.shareOf(number).ifPresent(share -> share.apply(extents));
            });
            spawn.ledger.accumulations().forEach(spawn::accumulated);
        }
        spawn.copied(places -> copies.take(spawn.number(), places));
        book.ended(spawn);
        dispatch.end(spawn.number());
        spawn.end(how);
        sweep.run();
        dispatch.run();
    }
}
