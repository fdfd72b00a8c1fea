package org.hpvm.container.worker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/** Reads what workers say; the format is in {@code docs/protocols/worker-protocol.md}. */
public final class WorkerMessageReader {
    static final int HELLO = 1;
    static final int SHARE_WANTED = 2;
    static final int RESULTS = 3;
    static final int PROGRESS = 4;

    static final int MAGIC = 0x4D565048;
    static final int VERSION = 1;

    static final int RUN = 1;
    static final int MERGE = 2;
    static final int MERGE_INLINE = 3;
    static final int DONE = 4;

    private WorkerMessageReader() {}

    /**
     * Reads one frame.
     *
     * @throws FrameException saying what is wrong with it
     */
    public static WorkerMessage read(Frame frame) throws FrameException {
        WorkerMessage message = switch (frame.type()) {
            case HELLO -> hello(frame);
            case SHARE_WANTED -> new WorkerMessage.ShareWanted(mode(frame.u8()), frame.string());
            case RESULTS -> results(frame);
            case PROGRESS -> new WorkerMessage.Progress(frame.i64(), frame.i32());
            default -> throw new FrameException("a frame of the unknown type " + frame.type());
        };
        frame.end();
        return message;
    }

    private static WorkerMessage hello(Frame frame) throws FrameException {
        int magic = frame.i32();
        if (magic != MAGIC) {
            throw new FrameException("the first frame does not begin with HPVM");
        }
        int version = frame.u16();
        if (version != VERSION) {
            throw new FrameException("worker protocol " + version + " where 1 is known: build the kernel anew");
        }
        var byteOrder = ByteOrders.ofNumber(frame.u8());
        int longBytes = frame.u8();
        int pointerBytes = frame.u8();
        frame.u8();
        return new WorkerMessage.Hello(byteOrder, longBytes, pointerBytes, frame.i32(), frame.string());
    }

    private static WorkerMessage.ShareMode mode(int number) throws FrameException {
        WorkerMessage.ShareMode[] modes = WorkerMessage.ShareMode.values();
        if (number >= modes.length) {
            throw new FrameException("share mode " + number);
        }
        return modes[number];
    }

    private static WorkerMessage results(Frame frame) throws FrameException {
        int flags = frame.u8();
        List<Result> results = new ArrayList<>();
        while (frame.remaining() > 0) {
            int kind = frame.u8();
            results.add(
                    switch (kind) {
                        case RUN -> run(frame);
                        case MERGE -> merge(frame, false);
                        case MERGE_INLINE -> merge(frame, true);
                        case DONE -> done(frame);
                        default -> throw new FrameException("a result of the unknown kind " + kind);
                    });
        }
        return new WorkerMessage.Results((flags & 1) != 0, results);
    }

    private static Result run(Frame frame) throws FrameException {
        long first = frame.i64();
        int count = frame.count();
        if (count < 1 || first < 0 || first > Long.MAX_VALUE - count) {
            throw new FrameException("a run of " + count + " tasks from task " + first);
        }
        return new Result.Run(first, count);
    }

    private static Result done(Frame frame) throws FrameException {
        Result.Done done = new Result.Done(frame.i64(), frame.i32(), frame.i64(), frame.i64(), frame.string());
        if (done.task() < 0 || done.task() == Long.MAX_VALUE) {
            throw new FrameException("an end of task " + done.task());
        }
        if (done.outputStart() < 0 || done.outputEnd() < done.outputStart()) {
            throw new FrameException("task " + done.task() + " printed bytes " + done.outputStart() + " to "
                    + done.outputEnd() + " of its output");
        }
        return done;
    }

    private static Result merge(Frame frame, boolean isInline) throws FrameException {
        long task = frame.i64();
        int handle = frame.i32();
        try {
            Operation operation = Operation.ofNumber(frame.u8());
            ElementType type = ElementType.ofNumber(frame.u8());
            ByteRange range = new ByteRange(frame.i64(), frame.i64());
            long position = isInline ? 0 : frame.i64();
            Optional<ByteBuffer> bytes =
                    isInline ? Optional.of(frame.bytes(Math.toIntExact(range.length()))) : Optional.empty();
            return new Result.Merge(task, handle, operation, type, range, position, bytes);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FrameException("task " + task + " merged an impossible range: " + e.getMessage());
        }
    }
}
