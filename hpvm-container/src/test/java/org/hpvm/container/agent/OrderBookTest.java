package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.hpvm.container.image.ImagePlaces;
import org.hpvm.container.image.ShareImages;
import org.hpvm.container.image.ShareSource;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.machine.Machine;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.LeafMessage;
import org.hpvm.proto.agent.Lease;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.Quit;
import org.hpvm.proto.agent.Revocation;
import org.hpvm.proto.agent.SpawnDescription;
import org.hpvm.proto.agent.SpawnEnd;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final Machine MACHINE =
            new Machine("x86_64", "linux", "6.1", List.of("x86-64-v3", "x86-64-v2"), 2, new ByteSize(1 << 30));

    private final TaskQueue queue = new TaskQueue();
    private final SpawnsOnMachine spawns = new SpawnsOnMachine();
    private final List<TaskEvent> events = new ArrayList<>();
    private final OrderBook book = new OrderBook(
            MACHINE,
            queue,
            spawns,
            new ShareImages(new NoShares(), new ImagePlaces(Path.of("/nowhere"), 1, Path.of("/nowhere"))),
            List.of(),
            events::add);

    /** An application that shares nothing. */
    private static final class NoShares implements ShareSource {
        @Override
        public Content describe(long spawn, String name, Optional<Held> held) throws IOException {
            throw new IOException("there is no share");
        }

        @Override
        public void read(Content content, ShareTarget target) {}
    }

    @Test
    void aLeaseBeginsItsSpawnWithTheLeavesThatFitTheMachine() throws IOException {
        book.carryOut(lease(1, 7, "aarch64/linux/generic", "x86_64/linux/generic", "x86_64/linux/x86-64-v2"));

        SpawnOnMachine spawn = spawns.find(7).orElseThrow();
        Leaf best = spawn.leaf().orElseThrow();
        assertThat(best.path().toString()).isEqualTo("x86_64/linux/x86-64-v2");
        assertThat(spawn.setAside(best)).isTrue();
        assertThat(spawn.leaf().orElseThrow().path().toString()).isEqualTo("x86_64/linux/generic");
        assertThat(events).isEmpty();
    }

    @Test
    void aSpawnWithoutALeafForTheMachineIsToldAtOnce() throws IOException {
        book.carryOut(lease(1, 7, "aarch64/linux/generic"));

        assertThat(events)
                .containsExactly(new TaskEvent.Unable(7, "the tree has no leaf for x86_64/linux, nor for Java"));
    }

    @Test
    void aLeafThatDidNotRunInAnEarlierSpawnIsNotTriedAgain() throws IOException {
        book.carryOut(lease(1, 7, "x86_64/linux/generic", "x86_64/linux/x86-64-v2"));
        Leaf best = spawns.find(7).orElseThrow().leaf().orElseThrow();
        spawns.broken().add(best, "it met SIGILL");

        book.carryOut(lease(2, 8, "x86_64/linux/generic", "x86_64/linux/x86-64-v2"));

        assertThat(spawns.find(8).orElseThrow().leaf().orElseThrow().path().toString())
                .isEqualTo("x86_64/linux/generic");
        spawns.broken().add(spawns.find(8).orElseThrow().leaf().orElseThrow(), "it has no loader");

        book.carryOut(lease(3, 9, "x86_64/linux/generic", "x86_64/linux/x86-64-v2"));

        assertThat(events)
                .containsExactly(new TaskEvent.Unable(
                        9, "x86_64/linux/x86-64-v2: it met SIGILL; x86_64/linux/generic: it has no loader"));
    }

    @Test
    void theOnlyLeafThatMayRunIsTakenThoughABetterOneIsThere() throws IOException {
        book.carryOut(only("x86_64/linux/generic", lease(1, 7, "x86_64/linux/generic", "x86_64/linux/x86-64-v2")));

        SpawnOnMachine spawn = spawns.find(7).orElseThrow();
        Leaf best = spawn.leaf().orElseThrow();
        assertThat(best.path().toString()).isEqualTo("x86_64/linux/generic");
        assertThat(spawn.setAside(best)).isTrue();
        assertThat(spawn.leaf()).isEmpty();
    }

    @Test
    void aMachineThatCannotRunTheOnlyLeafSaysWhy() throws IOException {
        book.carryOut(only("s390x/linux/generic", lease(1, 7, "x86_64/linux/generic", "s390x/linux/generic")));

        assertThat(events)
                .containsExactly(
                        new TaskEvent.Unable(7, "s390x/linux/generic: made for s390x, and the machine is x86_64"));
    }

    @Test
    void leasedTasksWaitWithTheirArgumentsAndAttempts() throws IOException {
        Lease.Builder lease = Lease.newBuilder().setSpawn(7);
        lease.addChunksBuilder().setFirst(10).setCount(2).setAttempt(3);
        lease.addChunksBuilder()
                .setFirst(50)
                .setCount(2)
                .addSizes(1)
                .addSizes(2)
                .setBlocks(ByteString.copyFrom(new byte[] {1, 2, 3}));
        book.carryOut(order(1).setLease(lease).build());

        TaskChunk plain = queue.take(100, Long.MAX_VALUE).orElseThrow();
        TaskChunk withArguments = queue.take(100, Long.MAX_VALUE).orElseThrow();
        assertThat(plain.spawn()).isEqualTo(7);
        assertThat(plain.ids()).isEqualTo(new IdRange(10, 12));
        assertThat(plain.attempt()).isEqualTo(3);
        assertThat(plain.hasArguments()).isFalse();
        assertThat(withArguments.ids()).isEqualTo(new IdRange(50, 52));
        assertThat(withArguments.size(1)).isEqualTo(2);
        assertThat(withArguments.blocks()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void anOrderThatComesAgainIsNotCarriedOutAgain() throws IOException {
        book.carryOut(tasks(1, 7, 0, 5));
        book.carryOut(tasks(2, 7, 5, 5));

        book.carryOut(tasks(1, 7, 0, 5));
        book.carryOut(tasks(2, 7, 5, 5));

        assertThat(queue.size()).isEqualTo(10);
        assertThat(book.received()).isEqualTo(2);
    }

    @Test
    void aRevocationGivesBackWhatHasNotBegun() throws IOException {
        book.carryOut(tasks(1, 7, 0, 5));
        assertThat(queue.take(2, Long.MAX_VALUE)).isPresent();

        book.carryOut(order(2).setRevocation(
                        Revocation.newBuilder().setSpawn(7).setFirst(0).setCount(4))
                .build());

        assertThat(events).containsExactly(new TaskEvent.Returned(7, List.of(new IdRange(2, 4))));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aRevocationThatComesTooLateIsAnsweredToo() throws IOException {
        book.carryOut(order(1).setRevocation(
                        Revocation.newBuilder().setSpawn(7).setFirst(0).setCount(4))
                .build());

        assertThat(events).containsExactly(new TaskEvent.Returned(7, List.of()));
    }

    @Test
    void theEndOfASpawnTakesItsTasksAway() throws IOException {
        book.carryOut(lease(1, 7, "x86_64/linux/generic"));
        book.carryOut(tasks(2, 7, 0, 5));
        book.carryOut(tasks(3, 8, 0, 3));

        book.carryOut(order(4).setSpawnEnd(SpawnEnd.newBuilder().setSpawn(7)).build());

        assertThat(spawns.find(7)).isEmpty();
        assertThat(queue.size()).isEqualTo(3);
        assertThat(events).isEmpty();
    }

    @Test
    void isOverWhenTheServerSaysSo() throws IOException {
        assertThat(book.isOver()).isFalse();

        book.carryOut(order(1).setQuit(Quit.newBuilder().setWhy("done")).build());

        assertThat(book.isOver()).isTrue();
    }

    @Test
    void anOrderOfALaterServerIsRefused() {
        assertThatThrownBy(() -> book.carryOut(order(1).build()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a kind that this agent does not know");
    }

    private static Order.Builder order(long number) {
        return Order.newBuilder().setNumber(number);
    }

    private static Order tasks(long number, long spawn, long first, int count) {
        Lease.Builder lease = Lease.newBuilder().setSpawn(spawn);
        lease.addChunksBuilder().setFirst(first).setCount(count);
        return order(number).setLease(lease).build();
    }

    private static Order only(String leaf, Order order) {
        Order.Builder restricted = order.toBuilder();
        restricted.getLeaseBuilder().getDescriptionBuilder().setOnlyLeaf(leaf);
        return restricted.build();
    }

    private static Order lease(long number, long spawn, String... leaves) {
        SpawnDescription.Builder description =
                SpawnDescription.newBuilder().setTree("tree").setParentByteOrder(1);
        for (String leaf : leaves) {
            description.addLeaves(LeafMessage.newBuilder()
                    .setPath(leaf)
                    .setSha256(String.format("%064x", leaf.hashCode() & 0xffff_ffffL))
                    .setBytes(1));
        }
        return order(number)
                .setLease(Lease.newBuilder().setSpawn(spawn).setDescription(description))
                .build();
    }
}
