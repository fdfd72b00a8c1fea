package org.hpvm.yarn.spawn;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.Cancellation;
import org.hpvm.proto.agent.Lease;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.Resumption;
import org.hpvm.proto.agent.Revocation;
import org.hpvm.proto.agent.SpawnEnd;
import org.hpvm.yarn.agents.AgentSession;
import org.hpvm.yarn.agents.Agents;
import org.hpvm.yarn.loop.ServerLoop;
import org.hpvm.yarn.schedule.Decision;
import org.hpvm.yarn.schedule.Scheduler;

/** Turns what the scheduler decides into orders for agents. Not thread-safe; owned by the server's loop. */
final class Dispatch {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final ServerLoop loop;
    private final Scheduler scheduler;
    private final Agents agents;
    private final SpawnBook book;
    private boolean heldBack;
    /** Agents with new orders in line. */
    private final Set<AgentSession> addressed = new LinkedHashSet<>();

    private boolean isToLook;

    Dispatch(ServerLoop loop, Scheduler scheduler, Agents agents, SpawnBook book) {
        this.loop = loop;
        this.scheduler = scheduler;
        this.agents = agents;
        this.book = book;
    }

    /** Leases nothing while it is set. */
    void setHeldBack(boolean wanted) {
        heldBack = wanted;
    }

    /** An agent has come, which works for the spawns that may use its machine. */
    void joined(AgentSession agent) {
        scheduler.agentJoined(agent.number(), agent.machine().processors(), agent.speed());
        book.running().forEach(spawn -> leaveOut(agent, spawn));
    }

    /** A spawn has begun: agents whose machines it may not use do not work for it. */
    void opened(OpenSpawn spawn) {
        agents.all().forEach(agent -> leaveOut(agent, spawn));
    }

    private void leaveOut(AgentSession agent, OpenSpawn spawn) {
        List<String> named = spawn.request().getMachinesList();
        if (!named.isEmpty() && !named.contains(agent.name())) {
            spawn.unable(agent.name(), "it is none of those that the spawn names, " + String.join(", ", named));
            scheduler.unable(agent.number(), spawn.number());
        }
    }

    /** Decides and sends. */
    void run() {
        if (heldBack) {
            flush();
            return;
        }
        for (Decision decision : scheduler.decide(System.nanoTime())) {
            AgentSession agent = agents.find(decision.agent()).orElseThrow();
            addressed.add(agent);
            agent.post(decision.match(
                    assign -> Order.newBuilder().setLease(lease(agent, assign)),
                    revoke -> Order.newBuilder()
                            .setRevocation(Revocation.newBuilder()
                                    .setSpawn(revoke.spawn())
                                    .setFirst(revoke.tasks().start())
                                    .setCount(revoke.tasks().count())),
                    cancel -> Order.newBuilder()
                            .setCancellation(Cancellation.newBuilder()
                                    .setSpawn(cancel.spawn())
                                    .setFirst(cancel.tasks().start())
                                    .setCount(cancel.tasks().count()))));
        }
        flush();
        if (scheduler.isToLookAgain() && !isToLook) {
            isToLook = true;
            loop.after(LOOK_AGAIN, () -> {
                isToLook = false;
                run();
            });
        }
    }

    private void flush() {
        addressed.forEach(AgentSession::flush);
        addressed.clear();
    }

    private Lease lease(AgentSession agent, Decision.Assign assign) {
        OpenSpawn spawn = book.running(assign.spawn())
                .orElseThrow(() -> new IllegalStateException(
                        "the scheduler leases tasks of spawn " + assign.spawn() + ", which is over"));
        Lease.Builder lease = Lease.newBuilder().setSpawn(spawn.number());
        if (agent.needsDescription(spawn.number())) {
            lease.setDescription(spawn.description().toBuilder()
                    .setCopyBytes(Copies.allowance(agents.all().size())));
        }
        for (IdRange range : assign.tasks()) {
            addChunks(spawn, range, lease);
        }
        return lease.build();
    }

    /** A task that was tried before goes in a chunk of its own, since a chunk has one number of attempts. */
    private void addChunks(OpenSpawn spawn, IdRange range, Lease.Builder lease) {
        long from = range.start();
        for (IdRange tried : scheduler.failedWithin(spawn.number(), range)) {
            if (from < tried.start()) {
                lease.addAllChunks(spawn.arguments.cut(new IdRange(from, tried.start()), 0));
            }
            lease.addAllChunks(spawn.arguments.cut(tried, scheduler.failures(spawn.number(), tried.start())));
            from = tried.end();
        }
        if (from < range.end()) {
            lease.addAllChunks(spawn.arguments.cut(new IdRange(from, range.end()), 0));
        }
    }

    /** What an agent holds that has worked for an earlier attempt of the server is leased to it. */
    void resume(AgentSession agent, Resumption resume, LongFunction<Collection<IdRange>> held) {
        long now = System.nanoTime();
        for (long number : resume.getSpawnsList()) {
            agent.needsDescription(number);
            Optional<OpenSpawn> spawn = book.running(number).filter(running -> !running.isClosing());
            if (spawn.isEmpty()) {
                end(agent, number);
            } else {
                held.apply(number).forEach(range -> scheduler.adopted(agent.number(), number, range, now));
                if (spawn.get().isUnable(agent.name())) {
                    scheduler.unable(agent.number(), number);
                }
            }
        }
    }

    /** Tells the agents that know a spawn that it is over, with the next {@link #run}. */
    void end(long spawn) {
        agents.all().forEach(agent -> end(agent, spawn));
    }

    /** Tells an agent that a spawn is over, if it knows it, with the next {@link #run}. */
    void end(AgentSession agent, long spawn) {
        if (agent.forgetSpawn(spawn)) {
            addressed.add(agent);
            agent.post(Order.newBuilder().setSpawnEnd(SpawnEnd.newBuilder().setSpawn(spawn)));
        }
    }
}
