package org.hpvm.container.agent;

import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.wire.FrameException;
import org.hpvm.container.worker.ByteOrders;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.SpawnDescription;

/**
 * A spawn as this machine takes part in it: its limits, and the leaves that this machine can run, best first. A leaf
 * that turns out not to run here is set aside. Thread-safe.
 */
final class SpawnOnMachine {
    private final long number;
    private final ByteOrder parentByteOrder;
    private final int parentLongBytes;
    private final Limits limits;
    private final boolean watched;
    private final List<Leaf> leaves;
    private long copyBytes;

    /**
     * What a task may take.
     *
     * @param time wall time; zero: no limit
     * @param memory address space; zero: no limit
     * @param output what it may print; zero: no limit
     */
    record Limits(Duration time, ByteSize memory, ByteSize output) {}

    /** @param leaves best first */
    SpawnOnMachine(long number, SpawnDescription description, List<Leaf> leaves) throws FrameException {
        this.number = number;
        this.parentByteOrder = ByteOrders.ofNumber(description.getParentByteOrder());
        this.parentLongBytes = description.getParentLongBytes();
        this.limits = new Limits(
                Duration.ofMillis(description.getTaskMilliseconds()),
                new ByteSize(description.getTaskMemoryBytes()),
                new ByteSize(description.getTaskOutputBytes()));
        this.watched = description.getWatched();
        this.leaves = new ArrayList<>(leaves);
        this.copyBytes = description.getCopyBytes();
    }

    long number() {
        return number;
    }

    ByteOrder parentByteOrder() {
        return parentByteOrder;
    }

    int parentLongBytes() {
        return parentLongBytes;
    }

    Limits limits() {
        return limits;
    }

    /** Whether the server wants a copy of so many bytes more; if so it is counted as sent. */
    synchronized boolean mayCopy(long bytes) {
        boolean isWanted = bytes <= copyBytes;
        copyBytes -= isWanted ? bytes : 0;
        return isWanted;
    }

    /** Whether somebody wants to see at once what its tasks print. */
    boolean isWatched() {
        return watched;
    }

    /** The best leaf that was not set aside; empty if none is left. */
    synchronized Optional<Leaf> leaf() {
        return leaves.stream().findFirst();
    }

    /**
     * Uses a leaf no more.
     *
     * @return whether it was still in use: the first worker that finds the fault tells of it
     */
    synchronized boolean setAside(Leaf leaf) {
        return leaves.remove(leaf);
    }
}
