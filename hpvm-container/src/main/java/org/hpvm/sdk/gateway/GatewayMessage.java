package org.hpvm.sdk.gateway;

import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameException;
import org.hpvm.model.ByteRange;

/** What a gateway says; the format is in {@code docs/protocols/parent-protocol.md}. */
public sealed interface GatewayMessage {

    /** The answer to the parent's hello. */
    record Welcome(int version, String gateway) implements GatewayMessage {}

    /**
     * The answer to a request.
     *
     * @param status 0, or negative and of the error table
     * @param path of the shadow, if that was asked for
     */
    record Reply(int status, String message, String path) implements GatewayMessage {}

    record ArgumentsWanted(long first, int count) implements GatewayMessage {}

    /** Bytes of a share's shadow that are new. */
    record Merged(String name, List<ByteRange> ranges) implements GatewayMessage {
        public Merged {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * The spawn has ended.
     *
     * @param status 0, or negative and of the error table
     */
    record SpawnDone(int status, String message) implements GatewayMessage {}

    /** So many tasks of the spawn are done. */
    record Progress(long done) implements GatewayMessage {}

    /**
     * The answer to a question about a task.
     *
     * @param status 0, or negative and of the error table
     * @param state number of the task's state
     */
    record TaskAnswer(int status, String message, int state, int attempts, String machine, String leaf, String cause)
            implements GatewayMessage {}

    /**
     * Reads one frame.
     *
     * @throws FrameException saying what is wrong with it
     */
    static GatewayMessage read(Frame frame) throws FrameException {
        GatewayMessage message = switch (frame.type()) {
            case 101 -> new Welcome(frame.u16(), frame.string());
            case 102 -> new Reply(frame.i32(), frame.string(), frame.string());
            case 103 -> new ArgumentsWanted(frame.i64(), frame.count());
            case 104 -> new Merged(frame.string(), ranges(frame));
            case 105 -> new SpawnDone(frame.i32(), frame.string());
            case 106 -> new Progress(frame.i64());
            case 107 ->
                new TaskAnswer(
                        frame.i32(),
                        frame.string(),
                        frame.u8(),
                        frame.i32(),
                        frame.string(),
                        frame.string(),
                        frame.string());
            default -> throw new FrameException("a frame of the unknown type " + frame.type());
        };
        frame.end();
        return message;
    }

    private static List<ByteRange> ranges(Frame frame) throws FrameException {
        int count = frame.count();
        List<ByteRange> ranges = new ArrayList<>();
        try {
            for (int index = 0; index < count; index++) {
                ranges.add(new ByteRange(frame.i64(), frame.i64()));
            }
        } catch (IllegalArgumentException e) {
            throw new FrameException("merged: " + e.getMessage());
        }
        return ranges;
    }
}
