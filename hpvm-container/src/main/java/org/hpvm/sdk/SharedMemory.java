package org.hpvm.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.memory.MappedBytes;

/**
 * Memory that HPVM made for a share, so that nothing is copied at spawn boundaries. All buffers show the same bytes, in
 * the machine's byte order: {@code bytes().asDoubleBuffer()} gives doubles. To be left alone while a spawn runs.
 */
public final class SharedMemory {
    private final String name;
    private final ElementType type;
    private final MappedBytes memory;

    SharedMemory(String name, ElementType type, MappedBytes memory) {
        this.name = name;
        this.type = type;
        this.memory = memory;
    }

    public String name() {
        return name;
    }

    public ElementType type() {
        return type;
    }

    /** How many elements it has. */
    public long count() {
        return memory.size() / type.width();
    }

    /**
     * All of it.
     *
     * @throws HpvmException with {@code RANGE} if it has 2 GiB or more, with {@code NOMEMORY} if it cannot be mapped
     */
    public ByteBuffer bytes() throws HpvmException {
        return bytes(0, memory.size());
    }

    /**
     * A part of it.
     *
     * @param start first byte
     * @param end the byte after the last; less than 2 GiB after {@code start}
     * @throws HpvmException with {@code RANGE} if the part lies outside or is too long, with {@code NOMEMORY} if it
     *     cannot be mapped
     */
    public ByteBuffer bytes(long start, long end) throws HpvmException {
        if (start < 0 || end < start || end > memory.size() || end - start > Integer.MAX_VALUE) {
            throw new HpvmException(
                    ErrorCode.RANGE,
                    "view bytes " + start + " to " + end + " of share " + name + ": it has " + memory.size()
                            + " bytes, and a view less than 2 GiB");
        }
        try {
            return memory.map(start, end);
        } catch (IOException e) {
            throw new HpvmException(ErrorCode.NOMEMORY, "map share " + name + ": " + e.getMessage(), e);
        }
    }
}
