package org.hpvm.container.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.model.ElementType;

/** What the agent says to a worker; the format is in {@code docs/protocols/worker-protocol.md}. */
public final class AgentFrames {
    static final int WELCOME = 101;
    static final int SPAWN = 102;
    static final int TASKS = 103;
    static final int SHARE = 104;
    static final int CREDIT = 105;

    private AgentFrames() {}

    /** A share as a worker may map it. */
    public record ShareView(int handle, ElementType type, long size, long generation, String path) {}

    public static ByteBuffer welcome(String ringPath, long ringBytes, String machine, String leaf) {
        return new FrameBuilder(WELCOME)
                .string(ringPath)
                .i64(ringBytes)
                .string(machine)
                .string(leaf)
                .build();
    }

    public static ByteBuffer spawn(long spawn, ByteOrder parentByteOrder, int parentLongBytes) {
        return new FrameBuilder(SPAWN)
                .i64(spawn)
                .u8(ByteOrders.number(parentByteOrder))
                .u8(parentLongBytes)
                .build();
    }

    public static ByteBuffer tasks(TaskChunk chunk) {
        FrameBuilder frame = new FrameBuilder(TASKS).i64(chunk.first()).i32(chunk.count());
        if (!chunk.hasArguments()) {
            return frame.u8(0).build();
        }
        frame.u8(1);
        for (int index = 0; index < chunk.count(); index++) {
            frame.i32(chunk.size(index));
        }
        return frame.bytes(chunk.blocks()).build();
    }

    public static ByteBuffer share(ShareView view) {
        return new FrameBuilder(SHARE)
                .i32(0)
                .string("")
                .i32(view.handle())
                .u8(view.type().number())
                .i64(view.size())
                .i64(view.generation())
                .string(view.path())
                .build();
    }

    public static ByteBuffer shareRefused(int status, String message) {
        return new FrameBuilder(SHARE).i32(status).string(message).build();
    }

    public static ByteBuffer credit(long consumed) {
        return new FrameBuilder(CREDIT).i64(consumed).build();
    }
}
