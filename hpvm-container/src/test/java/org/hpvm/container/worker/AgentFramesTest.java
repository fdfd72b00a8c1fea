package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.model.ElementType;
import org.junit.jupiter.api.Test;

class AgentFramesTest {

    @Test
    void welcomesAWorker() throws IOException {
        Frame frame = read(AgentFrames.welcome("/proc/1/fd/7", 4096, "node 3", "x86_64/linux/generic"));

        assertThat(frame.type()).isEqualTo(101);
        assertThat(frame.string()).isEqualTo("/proc/1/fd/7");
        assertThat(frame.i64()).isEqualTo(4096);
        assertThat(frame.string()).isEqualTo("node 3");
        assertThat(frame.string()).isEqualTo("x86_64/linux/generic");
        frame.end();
    }

    @Test
    void beginsASpawn() throws IOException {
        Frame frame = read(AgentFrames.spawn(1L << 40, ByteOrder.BIG_ENDIAN, 4));

        assertThat(frame.type()).isEqualTo(102);
        assertThat(frame.i64()).isEqualTo(1L << 40);
        assertThat(frame.u8()).isEqualTo(2);
        assertThat(frame.u8()).isEqualTo(4);
        frame.end();
    }

    @Test
    void givesTasksWithoutArguments() throws IOException {
        Frame frame = read(AgentFrames.tasks(TaskChunk.withoutArguments(1, 100, 50, 0)));

        assertThat(frame.type()).isEqualTo(103);
        assertThat(frame.i64()).isEqualTo(100);
        assertThat(frame.count()).isEqualTo(50);
        assertThat(frame.u8()).isZero();
        frame.end();
    }

    @Test
    void givesTasksWithTheirArgumentsAlone() throws IOException {
        TaskChunk chunk = TaskChunk.withArguments(
                1, 100, 0, new int[] {2, 0, 3, 1}, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6}));

        Frame frame = read(AgentFrames.tasks(chunk.part(101, 103)));

        assertThat(frame.i64()).isEqualTo(101);
        assertThat(frame.count()).isEqualTo(2);
        assertThat(frame.u8()).isEqualTo(1);
        assertThat(frame.i32()).isZero();
        assertThat(frame.i32()).isEqualTo(3);
        assertThat(frame.bytes(3)).isEqualTo(ByteBuffer.wrap(new byte[] {3, 4, 5}));
        frame.end();
    }

    @Test
    void givesTasksWhoseArgumentsCannotBeWritten() throws IOException {
        ByteBuffer blocks = ByteBuffer.wrap(new byte[] {9, 8}).asReadOnlyBuffer();

        Frame frame = read(AgentFrames.tasks(TaskChunk.withArguments(1, 0, 0, new int[] {2}, blocks)));

        assertThat(frame.bytes(8 + 4 + 1 + 4).remaining()).isEqualTo(17);
        assertThat(frame.bytes(2)).isEqualTo(ByteBuffer.wrap(new byte[] {9, 8}));
    }

    @Test
    void givesAShare() throws IOException {
        Frame frame = read(AgentFrames.share(new ShareView(3, ElementType.INT32, 1L << 33, 9, "/proc/1/fd/8")));

        assertThat(frame.type()).isEqualTo(104);
        assertThat(frame.i32()).isZero();
        assertThat(frame.string()).isEmpty();
        assertThat(frame.i32()).isEqualTo(3);
        assertThat(frame.u8()).isEqualTo(3);
        assertThat(frame.i64()).isEqualTo(1L << 33);
        assertThat(frame.i64()).isEqualTo(9);
        assertThat(frame.string()).isEqualTo("/proc/1/fd/8");
        frame.end();
    }

    @Test
    void refusesAShareWithAReason() throws IOException {
        Frame frame = read(AgentFrames.shareRefused(-3, "no such share"));

        assertThat(frame.type()).isEqualTo(104);
        assertThat(frame.i32()).isEqualTo(-3);
        assertThat(frame.string()).isEqualTo("no such share");
        frame.end();
    }

    @Test
    void givesCredit() throws IOException {
        Frame frame = read(AgentFrames.credit(1L << 40));

        assertThat(frame.type()).isEqualTo(105);
        assertThat(frame.i64()).isEqualTo(1L << 40);
        frame.end();
    }

    private static Frame read(ByteBuffer wire) throws IOException {
        byte[] bytes = new byte[wire.remaining()];
        wire.duplicate().get(bytes);
        return new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes)))
                .read()
                .orElseThrow();
    }
}
