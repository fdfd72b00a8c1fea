package org.hpvm.container.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.model.ByteRange;

/**
 * Turns the elements of a share into the other byte order on their way into a target. Bytes may come at any alignment:
 * an element that comes in parts is written in parts, each byte at its place in the turned element.
 */
public final class SwappingTarget implements ShareTarget {
    private final ShareTarget target;
    private final int width;

    /** @param width of an element: 2, 4 or 8 */
    public SwappingTarget(ShareTarget target, int width) {
        this.target = target;
        this.width = width;
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
        ByteBuffer left = bytes.duplicate();
        int head = (int) Math.min(left.remaining(), (width - position % width) % width);
        writeSingly(position, left, head);
        int whole = left.remaining() - left.remaining() % width;
        if (whole > 0) {
            ByteBuffer turned = ByteBuffer.allocate(whole);
            ByteSwap.copy(width, left.slice(left.position(), whole), turned);
            target.write(position + head, turned);
            left.position(left.position() + whole);
        }
        writeSingly(position + head + whole, left, left.remaining());
        bytes.position(bytes.limit());
    }

    private void writeSingly(long position, ByteBuffer bytes, int count) throws IOException {
        for (int index = 0; index < count; index++) {
            target.write(ByteSwap.mirrored(position + index, width), ByteBuffer.wrap(new byte[] {bytes.get()}));
        }
    }

    @Override
    public void clear(ByteRange range) throws IOException {
        long first = Math.min(range.end(), (range.start() + width - 1) / width * width);
        long last = Math.max(first, range.end() - range.end() % width);
        clearSingly(range.start(), first);
        if (first < last) {
            target.clear(new ByteRange(first, last));
        }
        clearSingly(last, range.end());
    }

    private void clearSingly(long start, long end) throws IOException {
        for (long position = start; position < end; position++) {
            long mirrored = ByteSwap.mirrored(position, width);
            target.clear(new ByteRange(mirrored, mirrored + 1));
        }
    }
}
