package org.hpvm.sdk;

import java.nio.ByteBuffer;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;

/** A share as a task sees it. Its memory is mapped, so nothing is read before it is touched. */
public interface KernelShare {
    String name();

    ElementType type();

    /** Bytes of the share. */
    long size();

    /** Elements of the share. */
    default long count() {
        return size() / type().width();
    }

    /**
     * All of the share, in this machine's byte order: {@code bytes().asFloatBuffer()} gives floats.
     *
     * @throws HpvmException with {@code RANGE} if it has 2 GiB or more, with {@code NOMEMORY} if it cannot be mapped
     */
    ByteBuffer bytes() throws HpvmException;

    /**
     * A part of the share, in this machine's byte order.
     *
     * @param start first byte
     * @param end the byte after the last; less than 2 GiB after {@code start}. A private view of a share of 2 GiB or
     *     more is made of parts of 1 GiB, and no view may cross a multiple of that
     * @throws HpvmException with {@code RANGE} if the part lies outside the share or is too long, with {@code NOMEMORY}
     *     if it cannot be mapped
     */
    ByteBuffer bytes(long start, long end) throws HpvmException;
}
