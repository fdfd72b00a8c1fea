package org.hpvm.yarn.spawn;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.agent.ShareReply;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.proto.agent.SpawnOutput;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TaskReply;
import org.hpvm.proto.client.TaskRequest;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.schedule.Scheduler;
import org.hpvm.yarn.shares.Garbage;
import org.hpvm.yarn.shares.JournalRecords;
import org.hpvm.yarn.shares.Named;
import org.hpvm.yarn.shares.ShareTable;

/** The spawns of an application: opens them, feeds them, closes them. Not thread-safe; owned by the server's loop. */
public final class Spawns {
    private final ServerJournal journal;
    private final ShareTable shares;
    private final JournalRecords records;
    private final Garbage garbage = new Garbage();
    private final Scheduler scheduler = new Scheduler();
    private final Agents agents;
    private final SpawnBook book = new SpawnBook();
    private final Reports reports = new Reports(scheduler);
    private final Copies copies = new Copies();
    private final Dispatch dispatch;
    private final Closing closing;
    private final Opening opening;
    private final Watchers watchers;

    /** @param argumentsWindow so many bytes of argument blocks are held for tasks that wait */
    public Spawns(ServerLoop loop, ServerJournal journal, ShareTable shares, Agents agents, ByteSize argumentsWindow) {
        this.watchers = new Watchers(loop, scheduler);
        this.journal = journal;
        this.shares = shares;
        this.records = shares.records();
        this.agents = agents;
        this.dispatch = new Dispatch(loop, scheduler, agents, book);
        this.closing = new Closing(journal, scheduler, book, dispatch, copies, new RecordSweep(records, shares, book));
        this.opening = new Opening(loop, journal, shares, records, scheduler, book, closing, dispatch, argumentsWindow);
    }

    /** Opens a spawn; a request that came before gets the same answer. */
    public CompletableFuture<SpawnReply> open(SpawnRequest request) throws HpvmException {
        return opening.open(request);
    }

    /**
     * Takes more arguments; the answer waits until there is room for more, or the spawn has ended. After a moment it
     * says that there is none yet.
     */
    public CompletableFuture<Status> arguments(ArgumentsRequest request) throws HpvmException {
        return opening.arguments(request);
    }

    public CompletableFuture<AwaitReply> await(AwaitRequest request) throws HpvmException {
        return watchers.await(book.find(request.getSpawn()), request);
    }

    /** Tasks have printed something; of spawns that are over nobody watches it. */
    public void printed(AgentSession agent, List<SpawnOutput> output) {
        output.forEach(
                part -> book.running(part.getSpawn()).ifPresent(spawn -> watchers.printed(spawn, agent.name(), part)));
    }

    public TaskReply task(TaskRequest request) throws HpvmException {
        OpenSpawn spawn = book.find(request.getSpawn());
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
        closing.fail(book.find(number), ErrorCode.CANCELLED, why);
    }

    /** Ends all spawns of a client, and those that are about to open. */
    public void cancelAllOf(int client, String why) {
        opening.cancelAllOf(client, why);
    }

    /** Tells the user something that concerns no spawn in particular, with the spawns that run or the next one. */
    public void tell(String sentence) {
        opening.tell(sentence);
    }

    public void agentJoined(AgentSession agent) {
        dispatch.joined(agent);
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

    /** How many agents the work that there is could keep busy; all, while a spawn names a machine that is not here. */
    public int usefulAgents() {
        Set<String> here = agents.all().stream().map(AgentSession::name).collect(Collectors.toSet());
        boolean isOneMissing = book.running().stream()
                .anyMatch(spawn -> !here.containsAll(spawn.request().getMachinesList()));
        return isOneMissing ? Integer.MAX_VALUE : scheduler.usefulAgents();
    }

    public boolean hasBegun() {
        return book.hasBegun();
    }

    /**
     * Takes a report. What counts of it is decided now, and known to others only after the journal has it: what is told
     * of a spawn's end stands behind it in the journal.
     */
    public CompletableFuture<Void> report(AgentSession agent, ReportRequest report) {
        printed(agent, report.getOutputList());
        ReportRequest.Builder counted = report.toBuilder().clearSpawns().clearOutput();
        for (SpawnReport part : report.getSpawnsList()) {
            book.running(part.getSpawn())
                    .filter(spawn -> !spawn.isClosing())
                    .ifPresent(spawn -> counted.addSpawns(reports.count(spawn, agent, copies.keep(part))));
        }
        CompletableFuture<Void> durable =
                journal.write(JournalEntry.newBuilder().setReport(counted));
        for (SpawnReport part : counted.getSpawnsList()) {
            book.running(part.getSpawn()).ifPresent(spawn -> apply(spawn, agent.name(), part));
        }
        dispatch.run();
        return durable;
    }

    private void apply(OpenSpawn spawn, String machine, SpawnReport counted) {
        reports.apply(spawn, machine, counted).ifPresent(how -> closing.fail(spawn, how.code(), how.message()));
        closing.settle(spawn);
        opening.refill(spawn);
    }

    /** An agent of an earlier attempt of the server has come; what it holds is not leased to others. */
    public void agentResumed(AgentSession agent, Resumption resume, LongFunction<Collection<IdRange>> held) {
        dispatch.joined(agent);
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
        closing.endUnservable(mayMoreMachinesCome, whyNone);
    }

    /** What may be removed of that which shares and spawns have left behind them. */
    public Garbage.Removable garbage() {
        Named named = new Named();
        shares.all().forEach(share -> share.name(named));
        book.all().forEach(spawn -> spawn.name(named));
        return garbage.look(shares, named, book.newest(), book.oldestRunning());
    }

    public boolean isIdle() {
        return book.running().isEmpty();
    }

    /** Takes entries of the journals of earlier attempts, in their order, before any agent is there. */
    public SpawnReplay replay() {
        return new SpawnReplay(book, opening, closing, reports);
    }

    /** Tells an agent what a share holds in a spawn. */
    public ShareReply share(ShareRequest request) throws HpvmException {
        return ShareAnswer.of(
                book.running(request.getSpawn()), request, records, agents.all().size());
    }
}
