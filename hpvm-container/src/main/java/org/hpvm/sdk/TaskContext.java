package org.hpvm.sdk;

import java.nio.ByteBuffer;
import org.hpvm.error.HpvmException;
import org.hpvm.model.Operation;

/**
 * A task as its kernel sees it. Only for the thread that runs the task, and only while it runs.
 *
 * <p>Positions count elements of the share's type. A merge takes its bytes at the call: what the kernel writes
 * afterwards is not in it.
 */
public interface TaskContext {
    /** 0 up to the spawn's number of tasks less 1. */
    long id();

    /** The block that the parent gave this task, in the parent's byte order, read-only; empty if there is none. */
    ByteBuffer arguments();

    /**
     * What the parent wrote as a {@code long}, of the width that its {@code long} has.
     *
     * @param index in the argument block taken as an array of {@code long}
     * @throws HpvmException with {@code RANGE} if the block is shorter
     */
    long argumentLong(int index) throws HpvmException;

    /** Friendly name of the machine. */
    String machine();

    /** Path of the leaf that runs, such as {@code any/jvm/generic}. */
    String leaf();

    /**
     * A share that all processors of this machine see.
     *
     * @throws HpvmException with {@code NOSHARE} if the parent shares nothing under that name
     */
    default KernelShare share(String name) throws HpvmException {
        return share(name, ShareMode.SHARED);
    }

    /**
     * A share, seen in one of three ways.
     *
     * @throws HpvmException with {@code NOSHARE} if the parent shares nothing under that name
     */
    KernelShare share(String name, ShareMode mode) throws HpvmException;

    /**
     * Merges a range out of the view of the share that this task got last, or out of the machine's if it got none.
     *
     * @param endElement the element after the last
     * @throws HpvmException with {@code RANGE} if the range is not in the share
     */
    void merge(String name, long startElement, long endElement) throws HpvmException;

    /**
     * Merges values.
     *
     * @param startElement where in the share the first goes
     * @throws HpvmException with {@code RANGE} if they do not all go into the share, with {@code INVALID} if they are
     *     not of its type
     */
    void merge(String name, Elements values, long startElement) throws HpvmException;

    /**
     * Combines values with those of other tasks and with what is in the share. Each task's contribution counts once.
     * Sums of floats are the same bit for bit in every run, but for {@code SUM_FAST}.
     *
     * @param operation any but {@code WRITE}; those on bits are for integers only
     * @param startElement where in the share the first goes
     * @throws HpvmException as {@link #merge(String, Elements, long)}
     */
    void accumulate(String name, Operation operation, Elements values, long startElement) throws HpvmException;

    /**
     * Says how far this task is.
     *
     * @param fraction 0 to 1
     * @throws HpvmException with {@code GATEWAY} if the agent has gone
     */
    void progress(double fraction) throws HpvmException;

    /** Merges what remains of a buffer, in this machine's byte order; its position stays. */
    default void merge(String name, ByteBuffer values, long startElement) throws HpvmException {
        merge(name, Elements.of(values), startElement);
    }

    default void merge(String name, float[] values, long startElement) throws HpvmException {
        merge(name, Elements.of(values), startElement);
    }

    default void merge(String name, double[] values, long startElement) throws HpvmException {
        merge(name, Elements.of(values), startElement);
    }

    default void merge(String name, int[] values, long startElement) throws HpvmException {
        merge(name, Elements.of(values), startElement);
    }

    default void merge(String name, long[] values, long startElement) throws HpvmException {
        merge(name, Elements.of(values), startElement);
    }

    default void accumulate(String name, Operation operation, float[] values, long startElement) throws HpvmException {
        accumulate(name, operation, Elements.of(values), startElement);
    }

    default void accumulate(String name, Operation operation, double[] values, long startElement) throws HpvmException {
        accumulate(name, operation, Elements.of(values), startElement);
    }

    default void accumulate(String name, Operation operation, int[] values, long startElement) throws HpvmException {
        accumulate(name, operation, Elements.of(values), startElement);
    }

    default void accumulate(String name, Operation operation, long[] values, long startElement) throws HpvmException {
        accumulate(name, operation, Elements.of(values), startElement);
    }
}
