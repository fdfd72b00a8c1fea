package org.hpvm.container.jvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hpvm.container.jvm.AgentMessage.Credit;
import org.hpvm.container.jvm.AgentMessage.ShareGiven;
import org.hpvm.container.jvm.AgentMessage.ShareRefused;
import org.hpvm.container.jvm.AgentMessage.Spawn;
import org.hpvm.container.jvm.AgentMessage.Tasks;
import org.hpvm.container.jvm.AgentMessage.Welcome;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.model.ElementType;

/** Reads what the agent says; the format is in {@code docs/protocols/worker-protocol.md}. Not thread-safe. */
final class AgentMessageReader {
    private static final int WELCOME = 101;
    private static final int SPAWN = 102;
    private static final int TASKS = 103;
    private static final int SHARE = 104;
    private static final int CREDIT = 105;

    private static final int WITH_SIZES = 1;

    private boolean isWelcome;
    private long spawn;

    /**
     * Reads one frame.
     *
     * @throws FrameException saying what is wrong with it, or that it may not come now
     */
    AgentMessage read(Frame frame) throws FrameException {
        if (isWelcome == (frame.type() == WELCOME)) {
            throw new FrameException(isWelcome ? "a second WELCOME" : "a frame of type " + frame.type() + " first");
        }
        AgentMessage message = switch (frame.type()) {
            case WELCOME -> new Welcome(frame.string(), frame.i64(), frame.string(), frame.string());
            case SPAWN -> spawn(frame);
            case TASKS -> new Tasks(tasks(frame));
            case SHARE -> share(frame);
            case CREDIT -> new Credit(frame.i64());
            default -> throw new FrameException("a frame of the unknown type " + frame.type());
        };
        frame.end();
        isWelcome = true;
        return message;
    }

    private Spawn spawn(Frame frame) throws FrameException {
        spawn = frame.i64();
        ByteOrder order = switch (frame.u8()) {
            case 1 -> ByteOrder.LITTLE_ENDIAN;
            case 2 -> ByteOrder.BIG_ENDIAN;
            default -> throw new FrameException("a spawn of an unknown byte order");
        };
        int longBytes = frame.u8();
        if (longBytes != Integer.BYTES && longBytes != Long.BYTES) {
            throw new FrameException("a parent whose long has " + longBytes + " bytes");
        }
        return new Spawn(order, longBytes);
    }

    private TaskChunk tasks(Frame frame) throws FrameException {
        long first = frame.i64();
        int count = frame.count();
        int form = frame.u8();
        if (form != WITH_SIZES) {
            if (form != 0) {
                throw new FrameException("tasks of the unknown form " + form);
            }
            return TaskChunk.withoutArguments(spawn, first, count, 1);
        }
        ByteBuffer table = frame.bytes(Math.min(count, Frame.MOST_BODY_BYTES / Integer.BYTES) * Integer.BYTES);
        int[] sizes = new int[table.remaining() / Integer.BYTES];
        table.asIntBuffer().get(sizes);
        ByteBuffer blocks = ByteBuffer.allocate(frame.remaining());
        blocks.put(frame.bytes(frame.remaining())).flip(); // a copy: the frame is a view of the reader's buffer
        try {
            return TaskChunk.withArguments(spawn, first, 1, sizes, blocks);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new FrameException("tasks with " + e.getMessage());
        }
    }

    private static AgentMessage share(Frame frame) throws FrameException {
        int status = frame.i32();
        String message = frame.string();
        if (status != 0) {
            return new ShareRefused(status, message);
        }
        int handle = frame.i32();
        int type = frame.u8();
        try {
            return new ShareGiven(
                    new ShareView(handle, ElementType.ofNumber(type), frame.i64(), frame.i64(), frame.string()));
        } catch (IllegalArgumentException e) {
            throw new FrameException("a share of the unknown type " + type);
        }
    }
}
