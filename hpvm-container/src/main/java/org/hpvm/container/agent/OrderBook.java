package org.hpvm.container.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hpvm.container.image.ShareImages;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.LeafChoice;
import org.hpvm.container.kernel.LeafExplanation;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.machine.Machine;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.Cancellation;
import org.hpvm.proto.agent.Lease;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.Revocation;
import org.hpvm.proto.agent.SpawnDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the server's orders, each once, in their order. Not thread-safe; owned by the thread that polls. */
final class OrderBook {
    private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);

    private final Machine machine;
    private final TaskQueue queue;
    private final SpawnsOnMachine spawns;
    private final ShareImages images;
    private final List<WorkerSlot> slots;
    private final Consumer<TaskEvent> events;
    private long received;
    private boolean over;

    OrderBook(
            Machine machine,
            TaskQueue queue,
            SpawnsOnMachine spawns,
            ShareImages images,
            List<WorkerSlot> slots,
            Consumer<TaskEvent> events) {
        this.machine = machine;
        this.queue = queue;
        this.spawns = spawns;
        this.images = images;
        this.slots = slots;
        this.events = events;
    }

    /** Number of the last order that was carried out. */
    long received() {
        return received;
    }

    /** Whether the server said to quit. */
    boolean isOver() {
        return over;
    }

    /** Carries out an order, unless it was before. */
    void carryOut(Order order) throws IOException {
        if (order.getNumber() <= received) {
            return;
        }
        received = order.getNumber();
        switch (order.getKindCase()) {
            case LEASE -> lease(order.getLease());
            case REVOCATION -> revoke(order.getRevocation());
            case SPAWN_END -> end(order.getSpawnEnd().getSpawn());
            case CANCELLATION -> cancel(order.getCancellation());
            case SHARE_DROP -> images.drop(order.getShareDrop().getNumber());
            case QUIT -> {
                LOG.info("the server says to quit: {}", order.getQuit().getWhy());
                over = true;
            }
            case KIND_NOT_SET -> throw new IOException("an order of a kind that this agent does not know");
        }
    }

    private void lease(Lease lease) throws IOException {
        if (lease.hasDescription()) {
            begin(lease.getSpawn(), lease.getDescription());
        }
        for (org.hpvm.proto.agent.TaskChunk chunk : lease.getChunksList()) {
            queue.add(chunk(lease.getSpawn(), chunk));
        }
    }

    private void begin(long number, SpawnDescription description) throws IOException {
        List<Leaf> all = description.getLeavesList().stream()
                .map(leaf -> new Leaf(LeafPath.parse(leaf.getPath()), leaf.getSha256(), leaf.getBytes()))
                .toList();
        KernelTree tree = new KernelTree(description.getTree(), all);
        String only = description.getOnlyLeaf();
        List<Leaf> candidates = LeafChoice.candidates(tree, machine).stream()
                .filter(leaf -> only.isEmpty() || leaf.path().toString().equals(only))
                .toList();
        List<Leaf> leaves = candidates.stream()
                .filter(leaf -> spawns.broken().reason(leaf).isEmpty())
                .toList();
        spawns.add(new SpawnOnMachine(number, description, leaves));
        if (leaves.isEmpty()) {
            events.accept(new TaskEvent.Unable(
                    number, only.isEmpty() ? whyNone(candidates) : whyNot(only, tree, candidates)));
        }
    }

    /** Why the only leaf that may run does not. */
    private String whyNot(String only, KernelTree tree, List<Leaf> broken) {
        return broken.isEmpty()
                ? LeafExplanation.of(tree, machine).stream()
                        .filter(explained -> explained.leaf().toString().equals(only))
                        .map(explained -> only + ": " + explained.reason())
                        .findFirst()
                        .orElse("the tree has no leaf " + only)
                : whyNone(broken);
    }

    private String whyNone(List<Leaf> broken) {
        return broken.isEmpty()
                ? "the tree has no leaf for " + machine.architecture() + "/" + machine.os() + ", nor for Java"
                : broken.stream()
                        .map(leaf -> leaf.path() + ": "
                                + spawns.broken().reason(leaf).orElse(""))
                        .collect(Collectors.joining("; "));
    }

    private static TaskChunk chunk(long spawn, org.hpvm.proto.agent.TaskChunk message) {
        if (message.getSizesCount() == 0) {
            return TaskChunk.withoutArguments(spawn, message.getFirst(), message.getCount(), message.getAttempt());
        }
        int[] sizes =
                message.getSizesList().stream().mapToInt(Integer::intValue).toArray();
        ByteBuffer blocks = message.getBlocks().asReadOnlyByteBuffer();
        return TaskChunk.withArguments(spawn, message.getFirst(), message.getAttempt(), sizes, blocks);
    }

    private void revoke(Revocation revocation) {
        IdRange wanted = new IdRange(revocation.getFirst(), revocation.getFirst() + revocation.getCount());
        List<IdRange> given = queue.remove(revocation.getSpawn(), wanted);
        // An empty answer is one too: the server waits for it.
        events.accept(new TaskEvent.Returned(revocation.getSpawn(), given));
    }

    private void cancel(Cancellation cancellation) {
        IdRange ids = new IdRange(cancellation.getFirst(), cancellation.getFirst() + cancellation.getCount());
        queue.remove(cancellation.getSpawn(), ids);
        slots.forEach(slot -> slot.cancel(cancellation.getSpawn(), ids));
    }

    private void end(long spawn) throws IOException {
        spawns.remove(spawn);
        queue.remove(spawn, new IdRange(0, Long.MAX_VALUE));
        slots.forEach(slot -> slot.killIfRunning(spawn));
        images.release(spawn);
    }
}
