package org.hpvm.yarn.spawn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TreeLeaf;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.Notice;
import org.hpvm.proto.journal.SpawnOpened;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.schedule.Scheduler;
import org.hpvm.yarn.shares.Asked;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Share;
import org.hpvm.yarn.shares.ShareTable;

/**
 * What parents bring: requests that open spawns, and argument blocks. A spawn begins, and its tasks may run, once the
 * journal has what came. Not thread-safe; owned by the server's loop.
 */
final class Opening {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final ServerLoop loop;
    private final ServerJournal journal;
    private final ShareTable shares;
    private final JournalRecords records;
    private final Scheduler scheduler;
    private final SpawnBook book;
    private final Closing closing;
    private final Dispatch dispatch;
    private final ByteSize argumentsWindow;
    private final Map<Asked, CompletableFuture<SpawnReply>> opening = new LinkedHashMap<>();
    /** For the next spawn that opens, as none ran when they came up. */
    private final List<String> untold = new ArrayList<>();

    /** @param argumentsWindow so many bytes of argument blocks are held for tasks that wait */
    Opening(
            ServerLoop loop,
            ServerJournal journal,
            ShareTable shares,
            JournalRecords records,
            Scheduler scheduler,
            SpawnBook book,
            Closing closing,
            Dispatch dispatch,
            ByteSize argumentsWindow) {
        this.loop = loop;
        this.journal = journal;
        this.shares = shares;
        this.records = records;
        this.scheduler = scheduler;
        this.book = book;
        this.closing = closing;
        this.dispatch = dispatch;
        this.argumentsWindow = argumentsWindow;
    }

    /** Opens a spawn; a request that came before gets the same answer. */
    CompletableFuture<SpawnReply> open(SpawnRequest request) throws HpvmException {
        Optional<CompletableFuture<SpawnReply>> before = before(Asked.by(request));
        if (before.isPresent()) {
            return before.get();
        }
        if (request.getTasks() < 1) {
            throw new HpvmException(ErrorCode.INVALID, "spawn " + request.getTasks() + " tasks: 1 is the least");
        }
        List<Share> seen = seen(request);
        for (ShareUpdate update : request.getUpdatesList()) {
            shares.get(update.getNumber(), request.getClient());
        }
        long number = book.newNumber();
        CompletableFuture<SpawnReply> reply = journal.write(JournalEntry.newBuilder()
                        .setSpawnOpened(
                                SpawnOpened.newBuilder().setSpawn(number).setRequest(request)))
                .thenApply(unused -> begin(number, request, seen));
        opening.put(Asked.by(request), reply);
        return reply;
    }

    private Optional<CompletableFuture<SpawnReply>> before(Asked request) {
        CompletableFuture<SpawnReply> waiting = opening.get(request);
        return waiting != null
                ? Optional.of(waiting)
                : book.of(request)
                        .map(spawn -> CompletableFuture.completedFuture(
                                SpawnReply.newBuilder().setSpawn(spawn.number()).build()));
    }

    /** The same for spawns of the same leaves. */
    private static String kernel(SpawnRequest request) {
        return request.getLeavesList().stream().map(TreeLeaf::getSha256).collect(Collectors.joining());
    }

    private List<Share> seen(SpawnRequest request) throws HpvmException {
        List<Share> seen = new ArrayList<>();
        for (int number : request.getSharesList()) {
            seen.add(shares.get(number, request.getClient()));
        }
        return seen;
    }

    private SpawnReply begin(long number, SpawnRequest request, List<Share> seen) {
        opening.remove(Asked.by(request));
        for (ShareUpdate update : request.getUpdatesList()) {
            seen.stream()
                    .filter(share -> share.number() == update.getNumber())
                    .forEach(share -> share.update(update, records));
        }
        // Updates and arguments are held elsewhere from here on.
        SpawnRequest.Builder lean = request.toBuilder().clearUpdates().clearFirstArguments();
        OpenSpawn spawn = new OpenSpawn(number, lean.build(), seen, records);
        book.begun(spawn);
        untold.forEach(spawn::notice);
        untold.clear();
        scheduler.spawnOpened(number, request.getTasks(), kernel(request), !request.getOneCopy());
        dispatch.opened(spawn);
        arrived(spawn, request.getFirstArguments());
        return SpawnReply.newBuilder().setSpawn(number).build();
    }

    /** A spawn was opened by an earlier attempt of the server. */
    void reopen(SpawnOpened opened) throws HpvmException {
        book.taken(opened.getSpawn());
        begin(opened.getSpawn(), opened.getRequest(), seen(opened.getRequest()));
    }

    /** Tells the user something that concerns no spawn in particular; the next attempt of the server tells it, too. */
    void tell(String sentence) {
        var unused = journal.write(
                JournalEntry.newBuilder().setNotice(Notice.newBuilder().setSentence(sentence)));
        told(sentence);
    }

    /** Something is to be told with the spawns that run, or the next one. */
    void told(String sentence) {
        book.running().forEach(spawn -> spawn.notice(sentence));
        if (book.running().isEmpty() && !untold.contains(sentence)) {
            untold.add(sentence);
        }
    }

    /** Ends all spawns of a client, and those that are about to open. */
    void cancelAllOf(int client, String why) {
        book.clientGone(client);
        book.running().stream()
                .filter(spawn -> spawn.request().getClient() == client)
                .forEach(spawn -> closing.fail(spawn, ErrorCode.CANCELLED, why));
        var unused = opening.entrySet().stream()
                .filter(entry -> entry.getKey().client() == client)
                .map(entry -> entry.getValue().thenRun(() -> cancelAllOf(client, why)))
                .toList();
    }

    /**
     * Takes more arguments; the answer waits until there is room for more, or the spawn has ended. After a moment it
     * says that there is none yet: nobody waits for as long as a task may take.
     */
    CompletableFuture<Status> arguments(ArgumentsRequest request) throws HpvmException {
        OpenSpawn spawn = book.find(request.getSpawn());
        if (spawn.status().isPresent() || spawn.isClosing()) {
            return CompletableFuture.completedFuture(Closing.status(ErrorCode.CANCELLED, "the spawn has ended"));
        }
        spawn.arguments.check(request.getChunk());
        // One without tasks asks for room, and one that comes again is in the journal already.
        boolean isNew = spawn.arguments.isNew(request.getChunk());
        CompletableFuture<Void> durable = isNew
                ? journal.write(JournalEntry.newBuilder().setArguments(request))
                        .thenRun(() -> arrived(spawn, request.getChunk()))
                : journal.written();
        return durable.thenCompose(unused -> hasRoom(spawn) || spawn.isClosing()
                ? CompletableFuture.completedFuture(Status.getDefaultInstance())
                : awaitRoom(spawn));
    }

    /** Arguments that are in the journal. */
    void arrived(OpenSpawn spawn, ArgumentChunk chunk) {
        try {
            spawn.arguments.add(chunk);
        } catch (HpvmException e) {
            closing.fail(spawn, e.code(), String.valueOf(e.getMessage()));
        }
        scheduler.argumentsArrived(spawn.number(), spawn.arguments.arrived());
        dispatch.run();
    }

    /** Asks for more arguments, if tasks have ended and made room. */
    void refill(OpenSpawn spawn) {
        if (hasRoom(spawn)) {
            spawn.hasRoom();
        }
    }

    private boolean hasRoom(OpenSpawn spawn) {
        return spawn.arguments.heldBytes() < argumentsWindow.bytes();
    }

    private CompletableFuture<Status> awaitRoom(OpenSpawn spawn) {
        CompletableFuture<Status> waiting = spawn.awaitRoom();
        loop.after(LONGEST_WAIT, () -> spawn.stillFull(waiting));
        return waiting;
    }
}
