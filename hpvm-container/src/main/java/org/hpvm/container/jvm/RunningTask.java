package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.hpvm.sdk.Elements;
import org.hpvm.sdk.KernelShare;
import org.hpvm.sdk.ShareMode;
import org.hpvm.sdk.TaskContext;

/** The task that a kernel is running; ended, it refuses everything. */
final class RunningTask implements TaskContext, AutoCloseable {
    private static final int PROGRESS = 4;
    private static final int PERMYRIAD = 10_000;

    private final long id;
    private final ByteBuffer arguments;
    private final JavaWorker worker;
    private final Thread owner = Thread.currentThread();
    private final Map<String, MappedShare> lastViews = new HashMap<>();
    private final Map<String, MappedShare> privateViews = new HashMap<>();
    private boolean hasMerged;
    private boolean hasEnded;
    private int toldPermyriad = -1;

    RunningTask(long id, ByteBuffer arguments, JavaWorker worker) {
        this.id = id;
        this.arguments = arguments;
        this.worker = worker;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public ByteBuffer arguments() {
        return arguments.asReadOnlyBuffer().order(worker.spawn().parentByteOrder());
    }

    @Override
    public long argumentLong(int index) throws HpvmException {
        int width = worker.spawn().parentLongBytes();
        ByteBuffer block = arguments();
        if (index < 0 || (index + 1L) * width > block.remaining()) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    "read argument " + index + " of task " + id + ": its block of " + block.remaining() + " bytes has "
                            + block.remaining() / width + " of " + width + " bytes each");
        }
        return width == Long.BYTES ? block.getLong(index * width) : block.getInt(index * width);
    }

    @Override
    public String machine() {
        return worker.welcome().machine();
    }

    @Override
    public String leaf() {
        return worker.welcome().leaf();
    }

    @Override
    public KernelShare share(String name, ShareMode mode) throws HpvmException {
        return view(name, mode);
    }

    private MappedShare view(String name, ShareMode mode) throws HpvmException {
        requireRunning();
        MappedShare share = mode == ShareMode.PRIVATE ? privateViews.get(name) : null;
        if (share == null) {
            share = worker.shares().open(name, mode);
        }
        if (mode == ShareMode.PRIVATE) {
            privateViews.put(name, share);
        }
        lastViews.put(name, share);
        return share;
    }

    @Override
    public void merge(String name, long startElement, long endElement) throws HpvmException {
        requireRunning();
        MappedShare share = lastViews.get(name);
        if (share == null) {
            share = view(name, ShareMode.SHARED);
        }
        requireInside(share.view(), name, startElement, endElement);
        long at = startElement * share.type().width();
        long end = endElement * share.type().width();
        while (at < end) {
            long part = Math.min(end, share.pieceEnd(at));
            take(share.view(), Operation.WRITE, ElementType.BYTES, at, share.bytes(at, part));
            at = part;
        }
    }

    @Override
    public void merge(String name, Elements values, long startElement) throws HpvmException {
        take(name, Operation.WRITE, values, startElement);
    }

    @Override
    public void accumulate(String name, Operation operation, Elements values, long startElement) throws HpvmException {
        if (operation == Operation.WRITE) {
            throw new HpvmException(ErrorCode.INVALID, "accumulate into share " + name + ": a write is a merge");
        }
        take(name, operation, values, startElement);
    }

    private void take(String name, Operation operation, Elements values, long startElement) throws HpvmException {
        requireRunning();
        ShareView share = worker.shares().describe(name);
        int width = share.type().width();
        int bytes = values.bytes().remaining();
        ElementType type = values.typeIn(share.type())
                .orElseThrow(() -> new HpvmException(
                        ErrorCode.INVALID,
                        "merge " + values.type() + " into share " + name + ": its elements are " + share.type()));
        if (bytes % width != 0) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "merge " + bytes + " bytes into share " + name + ": its elements have " + width + " each");
        }
        if (operation != Operation.WRITE && !operation.combines(type)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "accumulate into share " + name + ": " + operation + " has no meaning for " + type);
        }
        requireInside(share, name, startElement, startElement + bytes / width);
        boolean cuts = startElement * width % type.width() != 0 || bytes % type.width() != 0;
        if (operation != Operation.WRITE && cuts) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "accumulate " + bytes + " bytes at byte " + startElement * width + " of share " + name
                            + ": they cut elements of " + type.width() + " bytes");
        }
        take(
                share,
                operation,
                operation == Operation.WRITE ? ElementType.BYTES : type,
                startElement * width,
                values.bytes());
    }

    private static void requireInside(ShareView share, String name, long start, long end) throws HpvmException {
        long count = share.size() / share.type().width();
        if (start < 0 || end < start || end > count) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    "merge elements " + start + " to " + end + " of share " + name + ": "
                            + (end < start ? "the end is before the start; the share has " : "it has ") + count
                            + " elements");
        }
    }

    private void take(ShareView share, Operation operation, ElementType type, long at, ByteBuffer bytes)
            throws HpvmException {
        try {
            hasMerged |= bytes.hasRemaining();
            worker.merges().take(id, share.handle(), operation, type, at, bytes);
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.GATEWAY, "merge for task " + id);
        }
    }

    @Override
    public void progress(double fraction) throws HpvmException {
        requireRunning();
        int permyriad = (int) (Math.max(0, Math.min(1, fraction)) * PERMYRIAD);
        if (permyriad == toldPermyriad) {
            return;
        }
        toldPermyriad = permyriad;
        try {
            worker.link().send(new FrameBuilder(PROGRESS).i64(id).i32(permyriad).build());
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.GATEWAY, "tell the progress of task " + id);
        }
    }

    private void requireRunning() {
        if (hasEnded || Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    hasEnded ? "task " + id + " has ended" : "task " + id + " is another thread's");
        }
    }

    boolean hasMerged() {
        return hasMerged;
    }

    /** From now on the task is over. */
    @Override
    public void close() throws IOException {
        hasEnded = true;
        for (MappedShare view : privateViews.values()) {
            view.close();
        }
    }
}
