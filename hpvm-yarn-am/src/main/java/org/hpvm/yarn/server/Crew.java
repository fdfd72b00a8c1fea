package org.hpvm.yarn.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.PollReply;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.hpvm.proto.agent.ReportReply;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.client.JoinedMachine;
import org.hpvm.proto.client.MachinesReply;
import org.hpvm.proto.journal.AgentJoined;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.agents.Roster;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.placement.Claim;
import org.hpvm.yarn.placement.MachineFacts;
import org.hpvm.yarn.provision.Fleet;
import org.hpvm.yarn.settings.FleetSize;
import org.hpvm.yarn.spawn.Spawns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machines at work: which are asked for, which have joined, which are lost. Not thread-safe; owned by the server's
 * loop.
 */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final Duration TIME_TO_LEAVE = Duration.ofMillis(300);

    private final long epoch;
    private final KnownMachines machines;
    private final Roster roster;
    private final FleetSize size;
    private final Fleet fleet = new Fleet();
    private final Departures departures = new Departures();
    private final Takeover takeover;
    private final Agents agents;
    private final Spawns spawns;
    private final ServerJournal journal;
    private final FleetActions actions;
    private final Duration silence;
    private final Duration patience;
    private final InstantSource clock;
    private final Instant began;
    /** Since when a spawn has waited for an agent, if it has. */
    private Instant alone;

    private String lastEnd = "";
    private boolean makesArchives;
    private @Nullable CompletableFuture<Void> gone;
    /** Carries out what the fleet decides. */
    @FunctionalInterface
    interface FleetActions {
        void carryOut(List<Fleet.Action> actions);
    }

    /**
     * A crew without machines.
     *
     * @param silence an agent that is silent for so long is lost
     * @param patience a spawn waits so long for a first agent
     */
    Crew(
            long epoch,
            KnownMachines machines,
            Roster roster,
            FleetSize size,
            Agents agents,
            Spawns spawns,
            ServerJournal journal,
            FleetActions actions,
            Duration silence,
            Duration patience,
            InstantSource clock) {
        this.epoch = epoch;
        this.machines = machines;
        this.roster = roster;
        this.size = size;
        this.agents = agents;
        this.spawns = spawns;
        this.journal = journal;
        this.actions = actions;
        this.silence = silence;
        this.patience = patience;
        this.clock = clock;
        this.began = clock.instant();
        this.alone = began;
        this.takeover = new Takeover(spawns, began);
    }

    /** Asks for agents on machines that are known from the beginning. */
    void begin(List<MachineFacts> found) {
        found.forEach(this::machineFound);
        actions.carryOut(fleet.setTarget(wanted(), clock.instant()));
    }

    void machineFound(MachineFacts machine) {
        machines.found(machine)
                .ifPresent(candidate ->
                        actions.carryOut(fleet.machineFound(candidate.host(), candidate.partition(), clock.instant())));
    }

    /**
     * Refuses a tree that no machine of the cluster can serve, as far as that can be told by what labels, attributes
     * and the host file say.
     *
     * @param architectures for which the tree has a leaf
     * @throws HpvmException with {@link ErrorCode#NOMACHINE}
     */
    void requireMachineFor(String tree, Set<String> architectures) throws HpvmException {
        if (machines.excludes(architectures)) {
            throw new HpvmException(
                    ErrorCode.NOMACHINE,
                    "run kernel tree " + tree + ", which has leaves for " + String.join(", ", architectures)
                            + ": no machine can: " + String.join(", ", machines.describe())
                            + "; build a leaf for one of these, or mend what is said of them");
        }
    }

    void machineGone(String host) {
        machines.gone(host);
        actions.carryOut(fleet.machineGone(host));
    }

    /** A machine is being decommissioned: its agent ends what it has begun, and goes. */
    void machineLeaving(String host) {
        machineGone(host);
        agents.all().stream()
                .filter(agent -> agent.host().equals(host))
                .forEach(agent -> sendAway(agent, "its machine is being taken out of the cluster"));
        letGo();
    }

    /** YARN wants a container back for others. */
    void preempted(String container) {
        agents.ofContainer(container).ifPresent(agent -> sendAway(agent, "YARN gives its container to others"));
        letGo();
    }

    private void sendAway(AgentSession agent, String why) {
        if (departures.begin(agent.number(), why)) {
            LOG.info("{} is to go: {}", agent, why);
            fleet.leaving(agent.container());
            spawns.agentLeaving(agent);
        }
    }

    /** Tells the agents to end that are to go and have nothing left to do. */
    private void letGo() {
        for (AgentSession agent : agents.all()) {
            departures.seen(agent.number(), spawns.isIdle(agent), clock.instant());
            departures.dismissal(agent.number()).ifPresent(why -> agents.quit(agent, why));
        }
    }

    /** How many agents there should be. A program that has just started is about to spawn, and needs all it can get. */
    private int wanted() {
        boolean isNew = !spawns.hasBegun() && clock.instant().isBefore(began.plus(size.idle()));
        return size.within(isNew ? size.most() : spawns.usefulAgents());
    }

    private void sendIdleAgentsAway() {
        int surplus = fleet.used() - wanted();
        for (AgentSession agent : agents.all()) {
            boolean isIdle = departures.isIdleFor(agent.number(), size.idle(), clock.instant());
            if (surplus > 0 && isIdle && !departures.isGoing(agent.number())) {
                sendAway(agent, "it had no work for " + size.idle().toMillis() + " ms");
                surplus--;
            }
        }
    }

    void granted(String host, String container) {
        actions.carryOut(fleet.granted(host, container));
    }

    /** A container has ended: its agent is lost. */
    void ended(String container, String how) {
        String host = fleet.hostOf(container).orElse("an unknown machine");
        lastEnd = "the agent on " + machines.entry(host).name() + " ended: " + how;
        agents.ofContainer(container).ifPresent(agent -> lose(agent, how));
        takeover.settled(container);
        actions.carryOut(fleet.ended(container, clock.instant()));
        look();
    }

    private void lose(AgentSession agent, String how) {
        LOG.info("{} is lost: {}", agent, how);
        agents.remove(agent);
        departures.ended(agent.number());
        spawns.agentLost(agent);
        tellIfAllAreGone();
    }

    CompletableFuture<RegisterReply> register(RegisterRequest request, String caller) throws HpvmException {
        if (!caller.equals(request.getContainer())) {
            throw new HpvmException(
                    ErrorCode.REFUSED, "register " + request.getContainer() + ": the caller's token is for " + caller);
        }
        HostEntry entry = machines.entry(request.getHost());
        Machine probed = MachineMessages.machine(request.getMachine());
        Machine machine = entry.machine(probed);
        reportLie(entry, machines.claim(request.getHost()), machine);
        makesArchives |= request.getMakesArchive();
        return request.hasResume() ? resume(request, entry, machine) : join(request, entry, machine);
    }

    private CompletableFuture<RegisterReply> join(RegisterRequest request, HostEntry entry, Machine machine) {
        agents.ofContainer(request.getContainer()).ifPresent(agent -> lose(agent, "it has begun again"));
        takeover.settled(request.getContainer());
        AgentJoined joined = AgentJoined.newBuilder()
                .setAgent(roster.newNumber())
                .setContainer(request.getContainer())
                .setHost(request.getHost())
                .build();
        roster.joined(joined);
        return journal.write(JournalEntry.newBuilder().setAgentJoined(joined)).thenApply(unused -> {
            AgentSession agent =
                    agents.join(joined.getAgent(), request.getContainer(), request.getHost(), entry.name(), machine, 0);
            LOG.info("{} has joined: {}", agent, machine);
            spawns.agentJoined(agent);
            return welcome(agent.number(), entry, machine);
        });
    }

    /** An agent of an earlier attempt of the server goes on; if its call was repeated it has done so already. */
    private CompletableFuture<RegisterReply> resume(RegisterRequest request, HostEntry entry, Machine machine)
            throws HpvmException {
        Resumption resume = request.getResume();
        Roster.Known known = roster.find(resume.getAgent())
                .filter(agent -> agent.container().equals(request.getContainer()))
                .orElseThrow(() -> new HpvmException(
                        ErrorCode.REFUSED,
                        "take over agent " + resume.getAgent() + " in " + request.getContainer()
                                + ": no agent of that number has joined from there"));
        if (agents.find(known.number()).isEmpty()) {
            AgentSession agent = agents.join(
                    known.number(), known.container(), request.getHost(), entry.name(), machine, known.lastReport());
            LOG.info("{} goes on, after report {}: {}", agent, known.lastReport(), machine);
            spawns.agentResumed(agent, resume, spawn -> known.held(resume, spawn));
            takeover.settled(request.getContainer());
        }
        return CompletableFuture.completedFuture(welcome(known.number(), entry, machine));
    }

    private RegisterReply welcome(int number, HostEntry entry, Machine machine) {
        return RegisterReply.newBuilder()
                .setAgent(number)
                .setEpoch(epoch)
                .setMachine(entry.name())
                .setArchitecture(entry.architecture())
                .setOs(entry.os())
                .addAllLevels(machine.levels())
                .addAllLauncher(entry.launcher())
                .build();
    }

    /** The machines whose agents have joined. */
    MachinesReply joined() {
        MachinesReply.Builder reply = MachinesReply.newBuilder();
        for (AgentSession agent : agents.all()) {
            reply.addJoined(JoinedMachine.newBuilder()
                    .setHost(agent.host())
                    .setName(agent.name())
                    .setMachine(MachineMessages.message(agent.machine())));
        }
        return reply.build();
    }

    /** A machine is not what its label or attribute says: it is used for what it is, and people are told. */
    private void reportLie(HostEntry entry, Claim claim, Machine machine) {
        if (entry.architecture().isEmpty()
                && !claim.isNone()
                && !claim.architecture().equals(machine.architecture())) {
            String sentence = "machine " + entry.name() + " is " + machine.architecture() + ", but its "
                    + claim.source() + " says " + claim.architecture() + "; it is used as " + machine.architecture();
            LOG.warn("{}", sentence);
            spawns.tell(sentence);
        }
    }

    /** Takes a report: what counts of it goes into the journal; a repeated one is answered as the first was. */
    CompletableFuture<ReportReply> report(ReportRequest request, String caller) throws HpvmException {
        AgentSession agent = agents.get(request.getAgent(), request.getEpoch(), caller);
        Optional<CompletableFuture<ReportReply>> before = agent.answerBefore(request.getSequence());
        if (before.isPresent()) {
            return before.get();
        }
        CompletableFuture<ReportReply> reply = spawns.report(agent, request).thenApply(unused -> {
            if (departures.isGoing(agent.number())) {
                letGo();
            }
            if (request.getSpawnsList().stream()
                    .anyMatch(part -> !part.getUnable().isEmpty())) {
                look();
            }
            return ReportReply.getDefaultInstance();
        });
        agent.reported(request.getSequence(), reply);
        roster.reported(agent.number(), request.getSequence());
        return reply;
    }

    /** Containers of an earlier attempt of the server run on: nothing is leased until their agents are back. */
    void takeOver(Map<String, String> hostByContainer) {
        hostByContainer.forEach((container, host) -> actions.carryOut(fleet.adopted(host, container)));
        takeover.begin(hostByContainer.keySet(), clock.instant());
    }

    /** Looks for agents that are silent or idle, for machines to ask for, and for spawns that nobody can serve. */
    void look() {
        for (AgentSession agent : agents.silentFor(silence)) {
            lose(agent, "nothing was heard of it for " + silence.toSeconds() + " s");
            // If it only stood still it would go on for nobody.
            actions.carryOut(List.of(new Fleet.Action.Release(agent.container())));
        }
        if (gone != null) {
            return;
        }
        for (String container : takeover.overdue(silence, clock.instant())) {
            LOG.info("the agent in {} has not come back; its container is released", container);
            actions.carryOut(List.of(new Fleet.Action.Release(container)));
        }
        letGo();
        sendIdleAgentsAway();
        letGo();
        actions.carryOut(fleet.setTarget(wanted(), clock.instant()));
        if (spawns.isIdle() || !agents.all().isEmpty()) {
            alone = clock.instant();
        }
        boolean isEarly = clock.instant().isBefore(alone.plus(patience));
        boolean mayMoreCome = fleet.hasProspect()
                && agents.all().size() < fleet.machines()
                && (isEarly || !agents.all().isEmpty());
        spawns.endUnservable(
                mayMoreCome,
                lastEnd.isEmpty()
                        ? "YARN granted no container in " + patience.toSeconds() + " s, on " + fleet.machines()
                                + " machines asked; see the queue's limits and hpvm.agent.memory"
                        : lastEnd);
    }

    /** Wants no more agents and tells those that are there to end; the answer comes when all have left. */
    CompletableFuture<Void> dismiss(String why) {
        actions.carryOut(fleet.setTarget(0, clock.instant()));
        agents.quit(why);
        CompletableFuture<Void> left = new CompletableFuture<>();
        gone = left;
        tellIfAllAreGone();
        return left;
    }

    /**
     * How long agents may take to leave.
     *
     * @param archiveTime how long they may take to make archives, if they do
     */
    Duration timeToLeave(Duration archiveTime) {
        return makesArchives ? archiveTime : TIME_TO_LEAVE;
    }

    /** An agent says that it has nothing left to do. */
    CompletableFuture<PollReply> leave(PollRequest request, String caller) throws HpvmException {
        lose(agents.get(request.getAgent(), request.getEpoch(), caller), "it has left");
        return CompletableFuture.completedFuture(PollReply.getDefaultInstance());
    }

    private void tellIfAllAreGone() {
        CompletableFuture<Void> waiting = gone;
        if (waiting != null && agents.all().isEmpty()) {
            waiting.complete(null);
        }
    }
}
