package org.hpvm.container.jvm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.KernelShare;
import org.hpvm.sdk.ShareMode;

/**
 * A share mapped in one way. A buffer holds less than 2 GiB, so a longer share is mapped in pieces of 1 GiB, and what
 * crosses their borders once more; all show the same memory but for a private view. Maps last until their buffers are
 * garbage.
 */
final class MappedShare implements KernelShare, AutoCloseable {
    private static final long PIECE_BYTES = 1L << 30;

    private final String name;
    private final ShareView view;
    private final ShareMode mode;
    private final FileChannel file;
    private final Map<Long, ByteBuffer> pieces = new HashMap<>();

    private MappedShare(String name, ShareView view, ShareMode mode, FileChannel file) {
        this.name = name;
        this.view = view;
        this.mode = mode;
        this.file = file;
    }

    /** Opens the file of the view; it is mapped when its bytes are asked for. */
    static MappedShare open(String name, ShareView view, ShareMode mode) throws HpvmException {
        Set<StandardOpenOption> options = mode == ShareMode.READ_ONLY
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new MappedShare(name, view, mode, FileChannel.open(Path.of(view.path()), options));
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.INTERNAL, "open share " + name);
        }
    }

    ShareView view() {
        return view;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ElementType type() {
        return view.type();
    }

    @Override
    public long size() {
        return view.size();
    }

    @Override
    public ByteBuffer bytes() throws HpvmException {
        return bytes(0, size());
    }

    @Override
    public ByteBuffer bytes(long start, long end) throws HpvmException {
        if (start < 0 || end < start || end > size() || end - start > Integer.MAX_VALUE) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    "view bytes " + start + " to " + end + " of share " + name + ": it has " + size()
                            + " bytes, and a view less than 2 GiB");
        }
        try {
            return part(start, end).order(ByteOrder.nativeOrder());
        } catch (IOException e) {
            throw new HpvmException(ErrorCode.NOMEMORY, "map share " + name + ": " + e.getMessage(), e);
        }
    }

    private ByteBuffer part(long start, long end) throws IOException {
        long length = pieceBytes();
        long piece = start / length;
        long first = piece * length;
        if (end <= first + length) {
            ByteBuffer mapped = pieces.get(piece);
            if (mapped == null) {
                mapped = map(first, Math.min(size(), first + length));
                pieces.put(piece, mapped);
            }
            return mapped.slice((int) (start - first), (int) (end - start));
        }
        if (mode == ShareMode.PRIVATE) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    "view bytes " + start + " to " + end + " of share " + name
                            + ": a private view of so long a share may not cross a multiple of " + PIECE_BYTES);
        }
        return map(start, end);
    }

    private long pieceBytes() {
        return size() <= Integer.MAX_VALUE ? Math.max(1, size()) : PIECE_BYTES;
    }

    /** Where the piece ends that a byte is in: up to there one view can go in every mode. */
    long pieceEnd(long at) {
        return Math.min(size(), (at / pieceBytes() + 1) * pieceBytes());
    }

    private ByteBuffer map(long start, long end) throws IOException {
        FileChannel.MapMode how = switch (mode) {
            case SHARED -> FileChannel.MapMode.READ_WRITE;
            case PRIVATE -> FileChannel.MapMode.PRIVATE;
            case READ_ONLY -> FileChannel.MapMode.READ_ONLY;
        };
        return file.map(how, start, end - start);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
