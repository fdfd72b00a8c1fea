package org.hpvm.yarn.server;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.journal.AgentJoined;
import org.hpvm.proto.journal.JournalEntry;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.agents.Roster;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.loop.ServerJournal;
import org.hpvm.yarn.placement.Claim;
import org.hpvm.yarn.spawn.Spawns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes agents in: new ones under a number that the journal has, those of an earlier attempt of the server under the
 * number that they had. Not thread-safe; owned by the server's loop.
 */
final class Enrolment {
    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    private final long epoch;
    private final KnownMachines machines;
    private final Roster roster;
    private final Agents agents;
    private final Spawns spawns;
    private final ServerJournal journal;
    private final Takeover takeover;
    private final BiConsumer<AgentSession, String> lose;
    private boolean makesArchives;

    /** @param lose gives up an agent, for a reason */
    Enrolment(
            long epoch,
            KnownMachines machines,
            Roster roster,
            Agents agents,
            Spawns spawns,
            ServerJournal journal,
            Takeover takeover,
            BiConsumer<AgentSession, String> lose) {
        this.epoch = epoch;
        this.machines = machines;
        this.roster = roster;
        this.agents = agents;
        this.spawns = spawns;
        this.journal = journal;
        this.takeover = takeover;
        this.lose = lose;
    }

    /** Whether some agent makes an archive of classes before it ends. */
    boolean makesArchives() {
        return makesArchives;
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
        agents.ofContainer(request.getContainer()).ifPresent(agent -> lose.accept(agent, "it has begun again"));
        takeover.settled(request.getContainer());
        AgentJoined joined = AgentJoined.newBuilder()
                .setAgent(roster.newNumber())
                .setContainer(request.getContainer())
                .setHost(request.getHost())
                .build();
        roster.joined(joined);
        return journal.write(JournalEntry.newBuilder().setAgentJoined(joined)).thenApply(unused -> {
            AgentSession agent =
                    agents.join(joined.getAgent(), request.getContainer(), request.getHost(), entry, machine, 0);
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
                    known.number(), known.container(), request.getHost(), entry, machine, known.lastReport());
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
                .setArchitecture(entry.tellsKind() ? machine.architecture() : "")
                .setOs(entry.os())
                .addAllLevels(machine.levels())
                .addAllLauncher(entry.launcher())
                .build();
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
}
