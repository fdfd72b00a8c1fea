package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/**
 * Gathers what tasks have done and sends it in frames: not one a task, since a million short tasks must not cost a
 * million frames, and not late, since others wait for it. Not thread-safe; owned by the thread that runs tasks.
 */
final class Results {
    private static final int RESULTS = 3;
    private static final int RUN = 1;
    private static final int MERGE = 2;
    private static final int MERGE_INLINE = 3;
    private static final int DONE = 4;
    private static final int WAITS_FOR_CREDIT = 1;

    private static final int FULL_BYTES = 32 << 10;
    private static final long HELD_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(5);

    private final AgentLink link;
    private final LongSupplier nanoseconds;
    private FrameBuilder records = new FrameBuilder(RESULTS).u8(0);
    private long runFirst;
    private int runCount;
    private long sentNanoseconds;

    /** A range that a task has merged into a share. */
    record Merged(long task, int handle, Operation operation, ElementType type, ByteRange range) {}

    Results(AgentLink link, LongSupplier nanoseconds) {
        this.link = link;
        this.nanoseconds = nanoseconds;
        this.sentNanoseconds = nanoseconds.getAsLong();
    }

    /** A task ended well, merged nothing and printed nothing. */
    void ran(long task) {
        if (runCount > 0 && (task != runFirst + runCount || runCount == Integer.MAX_VALUE)) {
            endRun();
        }
        if (runCount == 0) {
            runFirst = task;
        }
        runCount++;
    }

    /** Bytes that stand in the ring. */
    void merged(Merged merged, long position) throws IOException {
        merge(MERGE, merged).i64(position);
        sendIfFull();
    }

    /** Bytes that travel in the frame itself. */
    void merged(Merged merged, ByteBuffer bytes) throws IOException {
        merge(MERGE_INLINE, merged).bytes(bytes);
        sendIfFull();
    }

    private FrameBuilder merge(int kind, Merged merged) {
        endRun();
        return records.u8(kind)
                .i64(merged.task())
                .i32(merged.handle())
                .u8(merged.operation().number())
                .u8(merged.type().number())
                .i64(merged.range().start())
                .i64(merged.range().end());
    }

    /**
     * A task ended otherwise than {@link #ran}.
     *
     * @param status 0 or what the parent is told
     * @param outputStart byte of the output file at which what it printed begins
     * @param message why, if the status is not 0
     */
    void done(long task, int status, long outputStart, long outputEnd, String message) {
        endRun();
        records.u8(DONE).i64(task).i32(status).i64(outputStart).i64(outputEnd).string(message);
    }

    private void endRun() {
        if (runCount > 0) {
            records.u8(RUN).i64(runFirst).i32(runCount);
            runCount = 0;
        }
    }

    /** Between two tasks: sends what is due. */
    void sendIfDue() throws IOException {
        if (!link.hasWaitingTask()
                || records.size() > FULL_BYTES
                || nanoseconds.getAsLong() - sentNanoseconds > HELD_NANOSECONDS) {
            send(0);
        }
    }

    private void sendIfFull() throws IOException {
        if (records.size() > FULL_BYTES) {
            send(0);
        }
    }

    /** Sends what there is and says that nothing goes on before CREDIT. */
    void sendAndAskForCredit() throws IOException {
        send(WAITS_FOR_CREDIT);
    }

    private void send(int flags) throws IOException {
        endRun();
        if (records.size() > 1 || flags != 0) {
            ByteBuffer frame = records.build();
            frame.put(Frame.HEADER_BYTES, (byte) flags);
            link.send(frame);
            records = new FrameBuilder(RESULTS).u8(0);
        }
        sentNanoseconds = nanoseconds.getAsLong();
    }
}
