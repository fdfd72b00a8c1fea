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
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.PollReply;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.hpvm.proto.agent.ReportReply;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.client.JoinedMachine;
import org.hpvm.proto.client.MachinesReply;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.agents.Roster;
import org.hpvm.yarn.loop.ServerJournal;
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

    private final KnownMachines machines;
    private final Roster roster;
    private final FleetSize size;
    private final Fleet fleet = new Fleet();
    private final Retirement retirement;
    private final Enrolment enrolment;
    private final Takeover takeover;
    private final Agents agents;
    private final Spawns spawns;
    private final FleetActions actions;
    private final Duration silence;
    private final Duration patience;
    private final InstantSource clock;
    private final Instant began;
    /** Since when a spawn has waited for an agent, if it has. */
    private Instant alone;

    private String lastEnd = "";
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
        this.machines = machines;
        this.roster = roster;
        this.size = size;
        this.agents = agents;
        this.spawns = spawns;
        this.actions = actions;
        this.silence = silence;
        this.patience = patience;
        this.clock = clock;
        this.began = clock.instant();
        this.alone = began;
        this.takeover = new Takeover(spawns, began);
        this.retirement = new Retirement(agents, spawns, fleet, size, clock);
        this.enrolment = new Enrolment(epoch, machines, roster, agents, spawns, journal, takeover, this::lose);
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
                .forEach(agent -> retirement.sendAway(agent, "its machine is being taken out of the cluster"));
        retirement.letGo();
    }

    /** YARN wants a container back for others. */
    void preempted(String container) {
        agents.ofContainer(container)
                .ifPresent(agent -> retirement.sendAway(agent, "YARN gives its container to others"));
        retirement.letGo();
    }

    /** How many agents there should be. A program that has just started is about to spawn, and needs all it can get. */
    private int wanted() {
        boolean isNew = !spawns.hasBegun() && clock.instant().isBefore(began.plus(size.idle()));
        return size.within(isNew ? size.most() : spawns.usefulAgents());
    }

    void granted(String host, String container) {
        actions.carryOut(fleet.granted(host, container, clock.instant()));
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
        retirement.ended(agent);
        spawns.agentLost(agent);
        tellIfAllAreGone();
    }

    CompletableFuture<RegisterReply> register(RegisterRequest request, String caller) throws HpvmException {
        CompletableFuture<RegisterReply> welcome = enrolment.register(request, caller);
        fleet.joined(caller);
        return welcome;
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

    /** Takes a report: what counts of it goes into the journal; a repeated one is answered as the first was. */
    CompletableFuture<ReportReply> report(ReportRequest request, String caller) throws HpvmException {
        AgentSession agent = agents.get(request.getAgent(), request.getEpoch(), caller);
        Optional<CompletableFuture<ReportReply>> before = agent.answerBefore(request.getSequence());
        if (before.isPresent()) {
            return before.get();
        }
        CompletableFuture<ReportReply> reply = spawns.report(agent, request).thenApply(unused -> {
            if (retirement.isGoing(agent)) {
                retirement.letGo();
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
        Instant now = clock.instant();
        hostByContainer.forEach((container, host) -> actions.carryOut(fleet.adopted(host, container, now)));
        takeover.begin(hostByContainer.keySet(), now);
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
        actions.carryOut(fleet.giveUpLate(patience.plus(silence), clock.instant()));
        for (String container : takeover.overdue(silence, clock.instant())) {
            LOG.info("the agent in {} has not come back; its container is released", container);
            actions.carryOut(List.of(new Fleet.Action.Release(container)));
        }
        retirement.letGo();
        retirement.sendIdleAgentsAway(wanted());
        retirement.letGo();
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
        return enrolment.makesArchives() ? archiveTime : TIME_TO_LEAVE;
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
