package org.hpvm.yarn.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.IdRange;
import org.hpvm.model.Runs;
import org.hpvm.proto.agent.HeldTasks;
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
    /**
     * An agent finds a new server within a second or two of its start; until then its tasks are not given to others.
     */
    private static final Duration GRACE = Duration.ofSeconds(4);

    private static final Duration TIME_TO_LEAVE = Duration.ofMillis(300);

    private final long epoch;
    private final KnownMachines machines;
    private final Roster roster;
    private final Fleet fleet = new Fleet();
    private final Agents agents;
    private final Spawns spawns;
    private final ServerJournal journal;
    private final FleetActions actions;
    private final Duration silence;
    private final Duration patience;
    private final InstantSource clock;
    private final Instant began;
    private String lastEnd = "";
    private boolean makesArchives;
    private @Nullable CompletableFuture<Void> gone;
    /** Containers of an earlier attempt of the server whose agents are not back, with the time of that. */
    private final Map<String, Instant> returning = new HashMap<>();

    private boolean isHeldBack;

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
        this.agents = agents;
        this.spawns = spawns;
        this.journal = journal;
        this.actions = actions;
        this.silence = silence;
        this.patience = patience;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** Asks for agents on machines that are known from the beginning. */
    void begin(int most, List<MachineFacts> found) {
        found.forEach(this::machineFound);
        actions.carryOut(fleet.setTarget(most, clock.instant()));
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

    void granted(String host, String container) {
        actions.carryOut(fleet.granted(host, container));
    }

    /** A container has ended: its agent is lost. */
    void ended(String container, String how) {
        String host = fleet.hostOf(container).orElse("an unknown machine");
        lastEnd = "the agent on " + machines.entry(host).name() + " ended: " + how;
        agents.ofContainer(container).ifPresent(agent -> lose(agent, how));
        returning.remove(container);
        goOnIfAllAreBack();
        actions.carryOut(fleet.ended(container, clock.instant()));
        look();
    }

    private void lose(AgentSession agent, String how) {
        LOG.info("{} is lost: {}", agent, how);
        agents.remove(agent);
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
        returning.remove(request.getContainer());
        goOnIfAllAreBack();
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
            spawns.agentResumed(agent, resume, spawn -> held(resume, spawn, known.lastReport()));
            returning.remove(request.getContainer());
            goOnIfAllAreBack();
        }
        return CompletableFuture.completedFuture(welcome(known.number(), entry, machine));
    }

    /** What an agent holds of a spawn: also the tasks of the report under way, if the journal does not have it. */
    private static List<IdRange> held(Resumption resume, long spawn, long lastReport) {
        List<HeldTasks> all = new ArrayList<>(resume.getHeldList());
        if (resume.getReporting() > lastReport) {
            all.addAll(resume.getSettledList());
        }
        return all.stream()
                .filter(held -> held.getSpawn() == spawn)
                .flatMap(held -> Runs.read(held.getTasksList()).stream())
                .toList();
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
            look();
            return ReportReply.getDefaultInstance();
        });
        agent.reported(request.getSequence(), reply);
        roster.reported(agent.number(), request.getSequence());
        return reply;
    }

    /** Containers of an earlier attempt of the server run on: nothing is leased until their agents are back. */
    void takeOver(Map<String, String> hostByContainer) {
        hostByContainer.forEach((container, host) -> {
            returning.put(container, clock.instant());
            actions.carryOut(fleet.adopted(host, container));
        });
        if (!returning.isEmpty() && clock.instant().isBefore(began.plus(GRACE))) {
            isHeldBack = true;
            spawns.holdBack();
        }
    }

    /** Agents that have not come back in time may be dead: others do their work, and one that is late is welcome. */
    private void lookForReturning() {
        Instant now = clock.instant();
        if (isHeldBack && now.isAfter(began.plus(GRACE))) {
            isHeldBack = false;
            spawns.goOn();
        }
        for (Map.Entry<String, Instant> entry : List.copyOf(returning.entrySet())) {
            if (now.isAfter(entry.getValue().plus(silence))) {
                returning.remove(entry.getKey());
                LOG.info("the agent in {} has not come back; its container is released", entry.getKey());
                actions.carryOut(List.of(new Fleet.Action.Release(entry.getKey())));
            }
        }
    }

    private void goOnIfAllAreBack() {
        if (isHeldBack && returning.isEmpty()) {
            isHeldBack = false;
            spawns.goOn();
        }
    }

    /** Looks for agents that are silent, for machines to try again, and for spawns that nobody can serve. */
    void look() {
        for (AgentSession agent : agents.silentFor(silence)) {
            lose(agent, "nothing was heard of it for " + silence.toSeconds() + " s");
            // If it only stood still it would go on for nobody.
            actions.carryOut(List.of(new Fleet.Action.Release(agent.container())));
        }
        lookForReturning();
        actions.carryOut(fleet.balance(clock.instant()));
        boolean isEarly = clock.instant().isBefore(began.plus(patience));
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
