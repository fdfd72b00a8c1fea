package org.hpvm.sdk.gateway;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.worker.ByteOrders;
import org.hpvm.error.ErrorCode;
import org.hpvm.model.ElementType;
import org.hpvm.model.IdRange;
import org.hpvm.sdk.memory.Changes;

/** What a parent says to its gateway; the format is in {@code docs/protocols/parent-protocol.md}. */
public final class ParentFrames {
    private static final int HELLO = 1;
    private static final int SHARE = 2;
    private static final int MEMORY_OWN = 1;
    private static final int MEMORY_SHADOW = 2;
    private static final int SHARE_MAPPED = 3;
    private static final int UNSHARE = 4;
    private static final int CHANGED = 5;
    private static final int SPAWN = 6;
    private static final int FAILED = 8;
    private static final int ERROR_SEEN = 9;
    private static final int CANCEL = 10;
    private static final int TASK = 11;

    private static final int MAGIC = 0x4D565048;
    private static final int VERSION = 1;
    private static final int MOST_RANGES = 100_000;

    private ParentFrames() {}

    static ByteBuffer hello(long pid, String program) {
        return new FrameBuilder(HELLO)
                .i32(MAGIC)
                .u16(VERSION)
                .u8(ByteOrders.number(ByteOrder.nativeOrder()))
                .u8(Long.BYTES)
                .u8(Long.BYTES)
                .u8(0)
                .i64(pid)
                .string("hpvm-java " + Runtime.version().feature())
                .string(program)
                .build();
    }

    /**
     * Asks for a share.
     *
     * @param size bytes
     */
    /**
     * Asks for a share.
     *
     * @param isShadow whether the shadow itself is the program's memory
     */
    public static ByteBuffer share(String name, ElementType type, long size, boolean isShadow) {
        return new FrameBuilder(SHARE)
                .string(name)
                .u8(type.number())
                .i64(size)
                .u8(isShadow ? MEMORY_SHADOW : MEMORY_OWN)
                .build();
    }

    public static ByteBuffer shareMapped(String name) {
        return new FrameBuilder(SHARE_MAPPED).string(name).build();
    }

    public static ByteBuffer unshare(String name) {
        return new FrameBuilder(UNSHARE).string(name).build();
    }

    /** As many frames as the ranges need, one as a rule; none if nothing has changed. */
    public static List<ByteBuffer> changed(String name, Changes changes) {
        List<ByteBuffer> frames = new ArrayList<>();
        List<IdRange> written = changes.written().ranges();
        List<IdRange> cleared = changes.cleared().ranges();
        while (!written.isEmpty() || !cleared.isEmpty()) {
            List<IdRange> someWritten = written.subList(0, Math.min(MOST_RANGES, written.size()));
            List<IdRange> someCleared = cleared.subList(0, Math.min(MOST_RANGES, cleared.size()));
            FrameBuilder frame = new FrameBuilder(CHANGED).string(name);
            ranges(frame, someWritten);
            ranges(frame, someCleared);
            frames.add(frame.build());
            written = written.subList(someWritten.size(), written.size());
            cleared = cleared.subList(someCleared.size(), cleared.size());
        }
        return frames;
    }

    private static void ranges(FrameBuilder frame, List<IdRange> ranges) {
        frame.i32(ranges.size());
        ranges.forEach(range -> frame.i64(range.start()).i64(range.end()));
    }

    public static ByteBuffer spawn(String tree, String directory, long tasks, Map<String, String> options) {
        FrameBuilder frame = new FrameBuilder(SPAWN)
                .string(tree)
                .string(directory)
                .i64(tasks)
                .i32(options.size());
        options.forEach((key, value) -> frame.string(key).string(value));
        return frame.build();
    }

    /**
     * Tells a failure that the gateway has no part in.
     *
     * @param call what the program called, such as {@code "spawn"}
     */
    public static ByteBuffer failed(ErrorCode code, String call, String message) {
        return new FrameBuilder(FAILED)
                .i32(code.status())
                .string(call)
                .string(message)
                .build();
    }

    public static ByteBuffer cancel() {
        return new FrameBuilder(CANCEL).build();
    }

    /** Asks about a task. */
    public static ByteBuffer task(long id) {
        return new FrameBuilder(TASK).i64(id).build();
    }

    public static ByteBuffer errorSeen() {
        return new FrameBuilder(ERROR_SEEN).build();
    }
}
