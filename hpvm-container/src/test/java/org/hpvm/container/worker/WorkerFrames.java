package org.hpvm.container.worker;

import java.nio.ByteBuffer;
import org.hpvm.container.wire.FrameBuilder;

/** Frames as a worker sends them. */
final class WorkerFrames {
    private WorkerFrames() {}

    static ByteBuffer hello() {
        return new FrameBuilder(1)
                .i32(0x4D565048)
                .u16(1)
                .u8(2)
                .u8(8)
                .u8(4)
                .u8(0)
                .i32(4096)
                .string("C 0.1")
                .build();
    }

    static FrameBuilder results(int flags) {
        return new FrameBuilder(3).u8(flags);
    }

    static FrameBuilder run(FrameBuilder results, long first, int count) {
        return results.u8(1).i64(first).i32(count);
    }

    static FrameBuilder done(FrameBuilder results, long task, int status, long start, long end, String message) {
        return results.u8(4).i64(task).i32(status).i64(start).i64(end).string(message);
    }
}
