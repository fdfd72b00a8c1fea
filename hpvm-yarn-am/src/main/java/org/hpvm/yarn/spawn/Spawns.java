package org.hpvm.yarn.spawn;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.agent.ShareReply;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TaskReply;
import org.hpvm.proto.client.TaskRequest;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.proto.journal.SpawnClosed;
import org.hpvm.proto.journal.SpawnOpened;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.schedule.Scheduler;
import org.hpvm.yarn.shares.Asked;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Share;
import org.hpvm.yarn.shares.ShareTable;

/** The spawns of an application: opens them, feeds them, closes them. Not thread-safe; owned by the server's loop. */
public final class Spawns {
    private static final Duration LONGEST_AWAIT = Duration.ofSeconds(1);
    private static final int MOST_KEPT = 8;

    private final ServerLoop loop;
    private final ServerJournal journal;
    private final ShareTable shares;
    private final JournalRecords records = new JournalRecords();
    private final Scheduler scheduler = new Scheduler();
    private final Agents agents;
    private final ByteSize argumentsWindow;
    private final Map<Long, OpenSpawn> running = new LinkedHashMap<>();
    private final Map<Long, OpenSpawn> kept = new LinkedHashMap<>();
    private final Map<Asked, CompletableFuture<SpawnReply>> opening = new LinkedHashMap<>();
    private final Dispatch dispatch;
    private final Reports reports = new Reports(scheduler);
    private long made;
    /** For the next spawn that opens, as none ran when they came up. */
    private final List<String> untold = new ArrayList<>();

    /** @param argumentsWindow so many bytes of argument blocks are held for tasks that wait */
    public Spawns(ServerLoop loop, ServerJournal journal, ShareTable shares, Agents agents, ByteSize argumentsWindow) {
        this.loop = loop;
        this.journal = journal;
        this.shares = shares;
        this.agents = agents;
        this.argumentsWindow = argumentsWindow;
        this.dispatch = new Dispatch(loop, scheduler, agents, running);
    }

    /** Opens a spawn; a request that came before gets the same answer. */
    public CompletableFuture<SpawnReply> open(SpawnRequest request) throws HpvmException {
        Optional<CompletableFuture<SpawnReply>> before = before(Asked.by(request));
        if (before.isPresent()) {
            return before.get();
        }
        if (request.getTasks() < 1) {
            throw new HpvmException(ErrorCode.INVALID, "spawn " + request.getTasks() + " tasks: 1 is the least");
        }
        List<Share> seen = new ArrayList<>();
        for (int number : request.getSharesList()) {
            seen.add(shares.get(number, request.getClient()));
        }
        for (ShareUpdate update : request.getUpdatesList()) {
            shares.get(update.getNumber(), request.getClient());
        }
        long number = ++made;
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
                : Stream.concat(running.values().stream(), kept.values().stream())
                        .filter(spawn -> Asked.by(spawn.request()).equals(request))
                        .findFirst()
                        .map(spawn -> CompletableFuture.completedFuture(
                                SpawnReply.newBuilder().setSpawn(spawn.number()).build()));
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
        running.put(number, spawn);
        untold.forEach(spawn::notice);
        untold.clear();
        scheduler.spawnOpened(number, request.getTasks(), !request.getOneCopy());
        arrived(spawn, request.getFirstArguments());
        return SpawnReply.newBuilder().setSpawn(number).build();
    }

    /**
     * Takes more arguments; the answer waits until there is room for more, or the spawn has ended. After a moment it
     * says that there is none yet: nobody waits for as long as a task may take.
     */
    public CompletableFuture<Status> arguments(ArgumentsRequest request) throws HpvmException {
        OpenSpawn spawn = find(request.getSpawn());
        Optional<Status> ended = spawn.status();
        if (ended.isPresent() || spawn.isClosing()) {
            return CompletableFuture.completedFuture(status(ErrorCode.CANCELLED, "the spawn has ended"));
        }
        spawn.arguments.check(request.getChunk());
        // One without tasks asks for room, and one that comes again is in the journal already.
        boolean isNew = spawn.arguments.isNew(request.getChunk());
        CompletableFuture<Void> durable = isNew
                ? journal.write(JournalEntry.newBuilder().setArguments(request))
                        .thenRun(() -> arrived(spawn, request.getChunk()))
                : journal.written();
        return durable.thenCompose(unused -> spawn.arguments.heldBytes() < argumentsWindow.bytes() || spawn.isClosing()
                ? CompletableFuture.completedFuture(Status.getDefaultInstance())
                : awaitRoom(spawn));
    }

    /** Arguments that are in the journal. */
    void arrived(OpenSpawn spawn, ArgumentChunk chunk) {
        try {
            spawn.arguments.add(chunk);
        } catch (HpvmException e) {
            fail(spawn, e.code(), String.valueOf(e.getMessage()));
        }
        scheduler.argumentsArrived(spawn.number(), spawn.arguments.arrived());
        dispatch.run();
    }

    private CompletableFuture<Status> awaitRoom(OpenSpawn spawn) {
        CompletableFuture<Status> waiting = spawn.awaitRoom();
        loop.after(LONGEST_AWAIT, () -> spawn.stillFull(waiting));
        return waiting;
    }

    /** Waits for the end of a spawn, but not long: the answer then tells how far it is. */
    public CompletableFuture<AwaitReply> await(AwaitRequest request) throws HpvmException {
        OpenSpawn spawn = find(request.getSpawn());
        if (request.getAtOnce() || spawn.hasNewsAfter(request.getNotices())) {
            return CompletableFuture.completedFuture(spawn.reply(scheduler.done(spawn.number()), request.getNotices()));
        }
        CompletableFuture<AwaitReply> reply = spawn.await(request.getNotices());
        loop.after(LONGEST_AWAIT, () -> spawn.progress(reply, scheduler.done(spawn.number())));
        return reply;
    }

    public TaskReply task(TaskRequest request) throws HpvmException {
        OpenSpawn spawn = find(request.getSpawn());
        long task = request.getTask();
        if (task < 0 || task >= spawn.tasks()) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    "tell the status of task " + task + ": the spawn has tasks 0 to " + (spawn.tasks() - 1));
        }
        Optional<String> holder = scheduler.holders(spawn.number(), task).stream()
                .flatMap(agent -> agents.find(agent).stream())
                .map(AgentSession::name)
                .findFirst();
        return spawn.history.status(task, holder);
    }

    public void cancel(long number, String why) throws HpvmException {
        fail(find(number), ErrorCode.CANCELLED, why);
    }

    /** Ends all spawns of a client, and those that are about to open. */
    public void cancelAllOf(int client, String why) {
        running().stream()
                .filter(spawn -> spawn.request().getClient() == client)
                .forEach(spawn -> fail(spawn, ErrorCode.CANCELLED, why));
        var unused = opening.entrySet().stream()
                .filter(entry -> entry.getKey().client() == client)
                .map(entry -> entry.getValue().thenRun(() -> cancelAllOf(client, why)))
                .toList();
    }

    /** Tells the user something that concerns no spawn in particular, with the spawns that run or the next one. */
    public void tell(String sentence) {
        running.values().forEach(spawn -> spawn.notice(sentence));
        if (running.isEmpty()) {
            untold.add(sentence);
        }
    }

    private OpenSpawn find(long number) throws HpvmException {
        OpenSpawn spawn = running.getOrDefault(number, kept.get(number));
        if (spawn == null) {
            throw new HpvmException(ErrorCode.INVALID, "find spawn " + number + ": it is not known, or long over");
        }
        return spawn;
    }

    public void agentJoined(AgentSession agent) {
        scheduler.agentJoined(agent.number(), agent.machine().processors());
        dispatch.run();
    }

    public void agentLost(AgentSession agent) {
        scheduler.agentLost(agent.number());
        dispatch.run();
    }

    /** The agent gets no more tasks, and gives back what it has not begun. */
    public void agentLeaving(AgentSession agent) {
        scheduler.agentLeaving(agent.number());
        dispatch.run();
    }

    public boolean isIdle(AgentSession agent) {
        return scheduler.isIdle(agent.number());
    }

    /** How many agents the work that there is could keep busy. */
    public int usefulAgents() {
        return scheduler.usefulAgents();
    }

    public boolean hasBegun() {
        return made > 0;
    }

    /**
     * Takes a report. What counts of it is decided now, and known to others only after the journal has it: what is told
     * of a spawn's end stands behind it in the journal.
     */
    public CompletableFuture<Void> report(AgentSession agent, ReportRequest report) {
        ReportRequest.Builder counted = report.toBuilder().clearSpawns();
        for (SpawnReport part : report.getSpawnsList()) {
            OpenSpawn spawn = running.get(part.getSpawn());
            if (spawn != null && !spawn.isClosing()) {
                counted.addSpawns(reports.count(spawn, agent, part));
            }
        }
        CompletableFuture<Void> durable =
                journal.write(JournalEntry.newBuilder().setReport(counted));
        for (SpawnReport part : counted.getSpawnsList()) {
            OpenSpawn spawn = running.get(part.getSpawn());
            if (spawn != null) {
                reports.apply(spawn, agent.name(), part).ifPresent(how -> fail(spawn, how.code(), how.message()));
                settle(spawn);
            }
        }
        dispatch.run();
        return durable;
    }

    void settle(OpenSpawn spawn) {
        if (scheduler.isDone(spawn.number()) && !spawn.isClosing()) {
            close(spawn, outcome(spawn));
        }
        if (spawn.arguments.heldBytes() < argumentsWindow.bytes()) {
            spawn.hasRoom();
        }
    }

    /** An agent of an earlier attempt of the server has come; what it holds is not leased to others. */
    public void agentResumed(AgentSession agent, Resumption resume, LongFunction<Collection<IdRange>> held) {
        scheduler.agentJoined(agent.number(), agent.machine().processors());
        dispatch.resume(agent, resume, held);
        dispatch.run();
    }

    /** Leases nothing until {@link #goOn}: agents that hold tasks may come back. */
    public void holdBack() {
        dispatch.setHeldBack(true);
    }

    public void goOn() {
        dispatch.setHeldBack(false);
        dispatch.run();
    }

    /**
     * Ends the spawns that no machine can serve; called when the machines that there are have changed, or time passes.
     */
    public void endUnservable(boolean mayMoreMachinesCome, String whyNone) {
        for (OpenSpawn spawn : List.copyOf(running.values())) {
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

    public boolean isIdle() {
        return running.isEmpty();
    }

    void fail(OpenSpawn spawn, ErrorCode code, String message) {
        if (!spawn.isClosing() && spawn.status().isEmpty()) {
            close(spawn, status(code, message));
        }
    }

    private static Status status(ErrorCode code, String message) {
        return Status.newBuilder().setCode(code.status()).setMessage(message).build();
    }

    /** How a spawn whose tasks are all done has ended. */
    private static Status outcome(OpenSpawn spawn) {
        return spawn.ledger
                .conflict(spawn::nameOfShare)
                .map(sentence -> status(ErrorCode.CONFLICT, sentence))
                .orElseGet(Status::getDefaultInstance);
    }

    /** Decides how a spawn has ended; it has, once the journal says so. */
    private void close(OpenSpawn spawn, Status how) {
        spawn.beginClosing();
        scheduler.spawnClosed(spawn.number());
        var unused = journal.write(JournalEntry.newBuilder()
                        .setSpawnClosed(SpawnClosed.newBuilder()
                                .setSpawn(spawn.number())
                                .setStatus(how)))
                .thenRun(() -> closed(spawn, how));
    }

    void closed(OpenSpawn spawn, Status how) {
        if (how.getCode() == 0) {
            spawn.ledger.layered().forEach((number, extents) -> {
                spawn.merged(number, extents);
                spawn.shareOf(number).ifPresent(share -> share.apply(extents));
            });
            spawn.ledger.accumulations().forEach(spawn::accumulated);
        }
        running.remove(spawn.number());
        kept.put(spawn.number(), spawn);
        while (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        dispatch.end(spawn.number());
        spawn.end(how);
        dispatch.run();
    }

    /** Takes entries of the journals of earlier attempts, in their order, before any agent is there. */
    public SpawnReplay replay() {
        return new SpawnReplay(this, scheduler, reports);
    }

    /** A spawn was opened by an earlier attempt of the server. */
    void reopen(SpawnOpened opened) throws HpvmException {
        List<Share> seen = new ArrayList<>();
        for (int number : opened.getRequest().getSharesList()) {
            seen.add(shares.get(number, opened.getRequest().getClient()));
        }
        made = Math.max(made, opened.getSpawn());
        begin(opened.getSpawn(), opened.getRequest(), seen);
    }

    List<OpenSpawn> running() {
        return List.copyOf(running.values());
    }

    Optional<OpenSpawn> running(long number) {
        return Optional.ofNullable(running.get(number));
    }

    /** Tells an agent what a share holds in a spawn. */
    public ShareReply share(ShareRequest request) throws HpvmException {
        return ShareAnswer.of(running(request.getSpawn()), request, records);
    }
}
