package org.hpvm.yarn.agents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hpvm.container.machine.Machine;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.PollReply;
import org.hpvm.proto.agent.ReportReply;
import org.hpvm.yarn.hosts.HostEntry;
import org.jspecify.annotations.Nullable;

/**
 * One agent, from its registration to its end: the orders that it has not acknowledged, and what it was told. Not
 * thread-safe; owned by the server's loop.
 */
public final class AgentSession {
    private static final int MOST_ORDERS_IN_A_REPLY = 256;

    private final int number;
    private final String container;
    private final String host;
    private final String name;
    private final double speed;
    private final Machine machine;
    private final Deque<Order> unacknowledged = new ArrayDeque<>();
    private final Set<Long> spawnsDescribed = new HashSet<>();
    private long ordersMade;
    private long lastReport;
    private CompletableFuture<ReportReply> lastReply =
            CompletableFuture.completedFuture(ReportReply.getDefaultInstance());
    private long seenNanoseconds;
    private @Nullable CompletableFuture<PollReply> waiting;

    /**
     * @param entry what the host file says of the machine
     * @param ordersBefore number of the last order of earlier attempts of the server
     * @param reportsBefore sequence of the last report that earlier attempts have taken
     */
    AgentSession(
            int number,
            String container,
            String host,
            HostEntry entry,
            Machine machine,
            long ordersBefore,
            long reportsBefore,
            long nowNanoseconds) {
        this.number = number;
        this.container = container;
        this.host = host;
        this.name = entry.name();
        this.speed = entry.speed();
        this.machine = machine;
        this.ordersMade = ordersBefore;
        this.lastReport = reportsBefore;
        this.seenNanoseconds = nowNanoseconds;
    }

    public int number() {
        return number;
    }

    public String container() {
        return container;
    }

    public String host() {
        return host;
    }

    /** How fast its processors are said to be, compared with those of others. */
    public double speed() {
        return speed;
    }

    /** The machine's friendly name. */
    public String name() {
        return name;
    }

    public Machine machine() {
        return machine;
    }

    /** Whether the agent has not been told of this spawn before. */
    public boolean needsDescription(long spawn) {
        return spawnsDescribed.add(spawn);
    }

    /** Whether the agent was told of the spawn; it is not remembered any more. */
    public boolean forgetSpawn(long spawn) {
        return spawnsDescribed.remove(spawn);
    }

    /** Puts an order in line; it goes out with {@link #flush}. */
    public void post(Order.Builder order) {
        unacknowledged.addLast(order.setNumber(++ordersMade).build());
    }

    /** Sends what is in line, if the agent is waiting for it. */
    public void flush() {
        CompletableFuture<PollReply> poll = waiting;
        if (poll != null && !unacknowledged.isEmpty()) {
            waiting = null;
            poll.complete(orders());
        }
    }

    /** The agent asks for orders after one number. A poll that came before is answered empty. */
    CompletableFuture<PollReply> poll(long received, long nowNanoseconds) {
        seen(nowNanoseconds);
        endPoll();
        while (!unacknowledged.isEmpty() && unacknowledged.peekFirst().getNumber() <= received) {
            unacknowledged.removeFirst();
        }
        CompletableFuture<PollReply> poll = new CompletableFuture<>();
        waiting = poll;
        flush();
        return poll;
    }

    /** Answers a poll that has waited long enough. */
    void endPoll(CompletableFuture<PollReply> poll) {
        if (waiting == poll) {
            endPoll();
        }
    }

    private void endPoll() {
        CompletableFuture<PollReply> poll = waiting;
        if (poll != null) {
            waiting = null;
            poll.complete(orders());
        }
    }

    private PollReply orders() {
        PollReply.Builder reply = PollReply.newBuilder();
        unacknowledged.stream().limit(MOST_ORDERS_IN_A_REPLY).forEach(reply::addOrders);
        return reply.build();
    }

    /**
     * The answer to a report that came before, which may still be waiting for the journal; empty if the report is new.
     */
    public Optional<CompletableFuture<ReportReply>> answerBefore(long sequence) {
        return sequence > lastReport ? Optional.empty() : Optional.of(lastReply);
    }

    /**
     * A new report is taken.
     *
     * @param reply completed when the journal has it
     */
    public void reported(long sequence, CompletableFuture<ReportReply> reply) {
        lastReport = sequence;
        lastReply = reply;
    }

    void seen(long nowNanoseconds) {
        seenNanoseconds = nowNanoseconds;
    }

    long silentNanoseconds(long nowNanoseconds) {
        return nowNanoseconds - seenNanoseconds;
    }

    @Override
    public String toString() {
        return "agent " + number + " on " + name;
    }
}
