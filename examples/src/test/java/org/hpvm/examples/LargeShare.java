package org.hpvm.examples;

import java.util.ArrayList;
import java.util.List;

/** What {@code large.h} says, for the programs in Java: a share's bytes around the places where 32 bits end. */
record LargeShare(long size) {
    static final String NAME = "data";
    private static final long WINDOW = 100_003;

    /** Bytes that one task has to do with. */
    record Window(long start, long end) {
        int length() {
            return (int) (end - start);
        }
    }

    private List<Long> edges() {
        List<Long> edges = new ArrayList<>();
        for (long edge : new long[] {0, 1L << 31, 1L << 32, size}) {
            if (edge <= size) {
                edges.add(edge);
            }
        }
        return edges;
    }

    long tasks() {
        return 2L * edges().size();
    }

    /** Of two tasks of an edge the second overlaps the first. */
    Window window(long task) {
        long edge = edges().get((int) (task / 2));
        long back = task % 2 == 0 ? WINDOW : WINDOW / 2;
        long on = task % 2 == 0 ? WINDOW / 3 : WINDOW;
        return new Window(Math.max(0, edge - back), Math.min(size, edge + on));
    }

    static byte before(long at) {
        return (byte) (((at * 0x9E3779B97F4A7C15L) >>> 56) | 1);
    }

    static byte after(long at, long task) {
        return (byte) (((at * 0xC2B2AE3D27D4EB4FL) >>> 56) + task * 3);
    }
}
