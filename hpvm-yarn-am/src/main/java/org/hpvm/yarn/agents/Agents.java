package org.hpvm.yarn.agents;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.PollReply;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.Quit;
import org.hpvm.proto.agent.ShareDrop;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.loop.ServerLoop;

/** The agents that have registered and are not lost. Not thread-safe; owned by the server's loop. */
public final class Agents {
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);
    /** An order that an agent has of one attempt of the server must not acknowledge one of the next. */
    private static final int EPOCH_SHIFT = 40;

    private final ServerLoop loop;
    private final long epoch;
    private final Map<Integer, AgentSession> byNumber = new LinkedHashMap<>();

    public Agents(ServerLoop loop, long epoch) {
        this.loop = loop;
        this.epoch = epoch;
    }

    /**
     * Takes an agent in.
     *
     * @param entry what the host file says of the machine
     * @param reportsBefore sequence of the last report that earlier attempts of the server have taken; 0 for a new
     *     agent
     */
    public AgentSession join(
            int number, String container, String host, HostEntry entry, Machine machine, long reportsBefore) {
        AgentSession agent = new AgentSession(
                number, container, host, entry, machine, epoch << EPOCH_SHIFT, reportsBefore, System.nanoTime());
        byNumber.put(number, agent);
        return agent;
    }

    public Collection<AgentSession> all() {
        return List.copyOf(byNumber.values());
    }

    public Optional<AgentSession> ofContainer(String container) {
        return byNumber.values().stream()
                .filter(agent -> agent.container().equals(container))
                .findFirst();
    }

    public Optional<AgentSession> find(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    /**
     * An agent that calls.
     *
     * @throws HpvmException if it is not one of this server's, or was given up
     */
    public AgentSession get(int number, long callersEpoch, String container) throws HpvmException {
        AgentSession agent = byNumber.get(number);
        if (agent == null || callersEpoch != epoch || !agent.container().equals(container)) {
            throw new HpvmException(
                    ErrorCode.REFUSED,
                    "serve agent " + number + " of epoch " + callersEpoch + " in " + container
                            + ": it is not, or no longer, one of this server's");
        }
        agent.seen(System.nanoTime());
        return agent;
    }

    public CompletableFuture<PollReply> poll(PollRequest request, String container) throws HpvmException {
        AgentSession agent = get(request.getAgent(), request.getEpoch(), container);
        CompletableFuture<PollReply> poll = agent.poll(request.getReceived(), System.nanoTime());
        if (!poll.isDone()) {
            loop.after(LONGEST_POLL, () -> agent.endPoll(poll));
        }
        return poll;
    }

    /** Forgets an agent; its calls are refused from now on. */
    public void remove(AgentSession agent) {
        byNumber.remove(agent.number());
    }

    /** The agents of which nothing was heard for so long. */
    public List<AgentSession> silentFor(Duration patience) {
        long now = System.nanoTime();
        return byNumber.values().stream()
                .filter(agent -> agent.silentNanoseconds(now) > patience.toNanos())
                .toList();
    }

    /** Tells every agent that a share is shared no more. */
    public void dropShare(int number) {
        for (AgentSession agent : byNumber.values()) {
            agent.post(Order.newBuilder().setShareDrop(ShareDrop.newBuilder().setNumber(number)));
        }
        flush();
    }

    /** Tells an agent to end. */
    public void quit(AgentSession agent, String why) {
        agent.post(Order.newBuilder().setQuit(Quit.newBuilder().setWhy(why)));
        agent.flush();
    }

    /** Tells every agent to end. */
    public void quit(String why) {
        for (AgentSession agent : byNumber.values()) {
            agent.post(Order.newBuilder().setQuit(Quit.newBuilder().setWhy(why)));
        }
        flush();
    }

    /** Sends every order that is in line to whoever waits for it. */
    public void flush() {
        byNumber.values().forEach(AgentSession::flush);
    }
}
