package org.hpvm.yarn.gateway;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.wire.FrameException;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteRange;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TaskReply;

/** What a gateway and a parent say to each other; the format is in {@code docs/protocols/parent-protocol.md}. */
final class ParentFrames {
    static final int HELLO = 1;
    static final int SHARE = 2;
    /** A share whose memory is the shadow itself. */
    static final int MEMORY_SHADOW = 2;

    static final int SHARE_MAPPED = 3;
    static final int UNSHARE = 4;
    static final int CHANGED = 5;
    static final int SPAWN = 6;
    static final int ARGUMENTS = 7;
    static final int FAILED = 8;
    static final int ERROR_SEEN = 9;
    static final int CANCEL = 10;
    static final int TASK = 11;
    static final int VERSION = 1;

    private static final int WELCOME = 101;
    private static final int REPLY = 102;
    private static final int ARGUMENTS_WANTED = 103;
    private static final int MERGED = 104;
    private static final int SPAWN_DONE = 105;
    private static final int PROGRESS = 106;
    private static final int TASK_STATUS = 107;

    private ParentFrames() {}

    static ByteBuffer welcome(String gateway) {
        return new FrameBuilder(WELCOME).u16(VERSION).string(gateway).build();
    }

    static ByteBuffer reply(String path) {
        return new FrameBuilder(REPLY).i32(0).string("").string(path).build();
    }

    static ByteBuffer refusal(HpvmException why) {
        return new FrameBuilder(REPLY)
                .i32(why.code().status())
                .string(String.valueOf(why.getMessage()))
                .string("")
                .build();
    }

    static ByteBuffer argumentsWanted(long first, int count) {
        return new FrameBuilder(ARGUMENTS_WANTED).i64(first).i32(count).build();
    }

    static ByteBuffer merged(String share, List<ByteRange> ranges) {
        FrameBuilder frame = new FrameBuilder(MERGED).string(share).i32(ranges.size());
        ranges.forEach(range -> frame.i64(range.start()).i64(range.end()));
        return frame.build();
    }

    static ByteBuffer spawnDone() {
        return new FrameBuilder(SPAWN_DONE).i32(0).string("").build();
    }

    static ByteBuffer spawnFailed(HpvmException why) {
        return new FrameBuilder(SPAWN_DONE)
                .i32(why.code().status())
                .string(String.valueOf(why.getMessage()))
                .build();
    }

    static ByteBuffer progress(long done) {
        return new FrameBuilder(PROGRESS).i64(done).build();
    }

    static ByteBuffer taskStatus(TaskReply task) {
        return new FrameBuilder(TASK_STATUS)
                .i32(task.getStatus().getCode())
                .string(task.getStatus().getMessage())
                .u8(task.getState().getNumber())
                .i32(task.getAttempts())
                .string(task.getMachine())
                .string(task.getLeaf())
                .string(task.getCause())
                .build();
    }

    static ByteBuffer noTaskStatus(HpvmException why) {
        return taskStatus(TaskReply.newBuilder()
                .setStatus(
                        Status.newBuilder().setCode(why.code().status()).setMessage(String.valueOf(why.getMessage())))
                .build());
    }

    /** The arguments that a frame of that type holds. */
    static ArgumentChunk arguments(Frame frame) throws FrameException {
        ArgumentChunk.Builder chunk = ArgumentChunk.newBuilder().setFirst(frame.i64());
        int count = frame.count();
        chunk.setCount(count);
        if (frame.u8() != 0) {
            List<Integer> sizes = new ArrayList<>(Math.min(count, frame.remaining()));
            int bytes = 0;
            for (int index = 0; index < count; index++) {
                sizes.add(frame.count());
                bytes = Math.addExact(bytes, sizes.get(index));
            }
            byte[] blocks = new byte[bytes];
            frame.bytes(bytes).get(blocks);
            chunk.addAllSizes(sizes).setBlocks(UnsafeByteOperations.unsafeWrap(blocks));
        }
        return chunk.build();
    }
}
