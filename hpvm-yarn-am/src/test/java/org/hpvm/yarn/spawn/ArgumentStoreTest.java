package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.ByteString;
import org.hpvm.error.HpvmException;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.TaskChunk;
import org.hpvm.proto.client.ArgumentChunk;
import org.junit.jupiter.api.Test;

class ArgumentStoreTest {
    private final ArgumentStore store = new ArgumentStore();

    @Test
    void cutsChunksWithTheBlocksOfTheirTasks() throws HpvmException {
        store.add(chunk(0, "a", "bb", "ccc"));
        store.add(chunk(3, "d", ""));

        List<TaskChunk> cut = store.cut(new IdRange(1, 5), 2);

        assertThat(cut).hasSize(2);
        assertThat(cut.get(0).getBlocks().toStringUtf8()).isEqualTo("bbccc");
        assertThat(cut.get(0).getSizesList()).containsExactly(2, 3);
        assertThat(cut.get(1).getSizesList()).containsExactly(1, 0);
        assertThat(cut).allMatch(part -> part.getAttempt() == 2);
    }

    @Test
    void forgetsAChunkWhenItsLastTaskIsDone() throws HpvmException {
        store.add(chunk(0, "a", "bb"));

        store.done(new IdRange(1, 2));
        assertThat(store.heldBytes()).isEqualTo(3);
        store.done(new IdRange(0, 1));
        assertThat(store.heldBytes()).isZero();
    }

    @Test
    void passesOverAChunkThatCameBeforeAndRefusesAGap() throws HpvmException {
        store.add(chunk(0, "a"));
        store.add(chunk(0, "a"));

        assertThat(store.arrived()).isEqualTo(1);
        assertThatThrownBy(() -> store.add(chunk(2, "c"))).hasMessageContaining("do not fit");
    }

    @Test
    void refusesABlockThatNoFrameToAWorkerHolds() {
        int size = (48 << 20) + 1;
        ArgumentChunk chunk = ArgumentChunk.newBuilder()
                .setFirst(0)
                .setCount(1)
                .addSizes(size)
                .setBlocks(ByteString.copyFrom(new byte[size]))
                .build();

        assertThatThrownBy(() -> store.add(chunk)).hasMessageContaining("has a block of " + size + " bytes");
    }

    private static ArgumentChunk chunk(long first, String... blocks) {
        ArgumentChunk.Builder chunk = ArgumentChunk.newBuilder().setFirst(first).setCount(blocks.length);
        for (String block : blocks) {
            chunk.addSizes(block.length());
        }
        return chunk.setBlocks(ByteString.copyFromUtf8(String.join("", blocks))).build();
    }
}
