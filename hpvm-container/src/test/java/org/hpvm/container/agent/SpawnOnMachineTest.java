package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.wire.FrameException;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.SpawnDescription;
import org.junit.jupiter.api.Test;

class SpawnOnMachineTest {
    private static final Leaf BEST = new Leaf(LeafPath.parse("x86_64/linux/x86-64-v3"), "1".repeat(64), 1);
    private static final Leaf GENERIC = new Leaf(LeafPath.parse("x86_64/linux/generic"), "2".repeat(64), 1);

    @Test
    void readsItsDescription() throws FrameException {
        SpawnOnMachine spawn = new SpawnOnMachine(
                7,
                SpawnDescription.newBuilder()
                        .setParentByteOrder(2)
                        .setParentLongBytes(4)
                        .setTaskMilliseconds(1500)
                        .setTaskOutputBytes(4096)
                        .build(),
                List.of(BEST));

        assertThat(spawn.number()).isEqualTo(7);
        assertThat(spawn.parentByteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(spawn.parentLongBytes()).isEqualTo(4);
        assertThat(spawn.limits())
                .isEqualTo(new SpawnOnMachine.Limits(Duration.ofMillis(1500), new ByteSize(0), new ByteSize(4096)));
    }

    @Test
    void aDescriptionWithoutByteOrderIsRefused() {
        assertThatThrownBy(() -> new SpawnOnMachine(7, SpawnDescription.getDefaultInstance(), List.of()))
                .isInstanceOf(FrameException.class);
    }

    @Test
    void usesTheNextLeafWhenOneWasSetAside() throws FrameException {
        SpawnOnMachine spawn = spawn(BEST, GENERIC);
        assertThat(spawn.leaf()).contains(BEST);

        assertThat(spawn.setAside(BEST)).isTrue();
        assertThat(spawn.leaf()).contains(GENERIC);
        assertThat(spawn.setAside(GENERIC)).isTrue();
        assertThat(spawn.leaf()).isEmpty();
    }

    @Test
    void onlyTheFirstWorkerThatSetsALeafAsideTellsOfIt() throws FrameException {
        SpawnOnMachine spawn = spawn(BEST, GENERIC);

        assertThat(spawn.setAside(BEST)).isTrue();
        assertThat(spawn.setAside(BEST)).isFalse();
        assertThat(spawn.leaf()).contains(GENERIC);
    }

    @Test
    void isFoundUntilItIsRemoved() throws FrameException {
        SpawnsOnMachine spawns = new SpawnsOnMachine();
        SpawnOnMachine spawn = spawn(BEST);
        spawns.add(spawn);

        assertThat(spawns.find(7)).contains(spawn);
        assertThat(spawns.find(8)).isEmpty();
        spawns.remove(7);
        assertThat(spawns.find(7)).isEmpty();
    }

    private static SpawnOnMachine spawn(Leaf... leaves) throws FrameException {
        return new SpawnOnMachine(
                7, SpawnDescription.newBuilder().setParentByteOrder(1).build(), List.of(leaves));
    }
}
