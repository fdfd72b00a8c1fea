package org.hpvm.yarn.schedule;

import java.util.HashMap;
import java.util.Map;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;

/**
 * Which tasks are done: a bit a task where some of a block are and some are not, nothing for a block that is whole. In
 * the worst order 10^8 tasks take 13 MB; ranges alone would take gigabytes then. Not thread-safe.
 */
final class DoneTasks {
    private static final int BLOCK = 1 << 16;

    private final RangeSet wholeBlocks = new RangeSet();
    private final Map<Long, Block> partial = new HashMap<>();
    private long size;

    private static final class Block {
        private final long[] bits = new long[BLOCK / Long.SIZE];
        private int size;

        /** Sets bits from one up to and without another; says how many were not set before. */
        int set(int from, int to) {
            int before = size;
            int first = from / Long.SIZE;
            int last = (to - 1) / Long.SIZE;
            for (int word = first; word <= last; word++) {
                long mask = -1L;
                mask &= word == first ? -1L << from % Long.SIZE : -1L;
                mask &= word == last ? -1L >>> (Long.SIZE - 1 - (to - 1) % Long.SIZE) : -1L;
                size += Long.bitCount(mask & ~bits[word]);
                bits[word] |= mask;
            }
            return size - before;
        }

        boolean isSet(int bit) {
            return (bits[bit / Long.SIZE] >>> bit % Long.SIZE & 1) != 0;
        }
    }

    long size() {
        return size;
    }

    boolean contains(long task) {
        Block block = partial.get(task / BLOCK);
        return block == null ? wholeBlocks.contains(task / BLOCK) : block.isSet((int) (task % BLOCK));
    }

    /** Adds tasks; says how many of them were not done before. */
    long add(IdRange tasks) {
        long before = size;
        long at = tasks.start();
        while (at < tasks.end()) {
            long number = at / BLOCK;
            long end = Math.min(tasks.end(), (number + 1) * BLOCK);
            if (!wholeBlocks.contains(number)) {
                add(number, (int) (at - number * BLOCK), (int) (end - number * BLOCK));
            }
            at = end;
        }
        return size - before;
    }

    private void add(long number, int from, int to) {
        Block block = partial.computeIfAbsent(number, unused -> new Block());
        size += block.set(from, to);
        if (block.size == BLOCK) {
            partial.remove(number);
            wholeBlocks.add(number, number + 1);
        }
    }
}
