package org.hpvm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * A set of numbers kept as ranges: 10^8 task ids in a row cost as much as one. Not thread-safe.
 *
 * <p>Neighbouring and overlapping ranges become one; every operation is logarithmic in the number of ranges, times the
 * ranges that it touches.
 */
public final class RangeSet {
    private final NavigableMap<Long, Long> endByStart = new TreeMap<>();
    private long size;

    public static RangeSet of(long start, long end) {
        RangeSet set = new RangeSet();
        set.add(start, end);
        return set;
    }

    /** How many numbers are in the set. */
    public long size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(long number) {
        Map.Entry<Long, Long> below = endByStart.floorEntry(number);
        return below != null && number < below.getValue();
    }

    /**
     * Adds {@code [start, end)}.
     *
     * @return how many of them were not in the set before
     */
    public long add(long start, long end) {
        if (start >= end) {
            return 0;
        }
        long from = start;
        long to = end;
        long had = 0;
        Map.Entry<Long, Long> entry = endByStart.floorEntry(end);
        while (entry != null && entry.getValue() >= start) {
            had += overlap(entry, start, end);
            from = Math.min(from, entry.getKey());
            to = Math.max(to, entry.getValue());
            endByStart.remove(entry.getKey());
            entry = endByStart.floorEntry(end);
        }
        endByStart.put(from, to);
        long added = end - start - had;
        size += added;
        return added;
    }

    /**
     * Removes {@code [start, end)}.
     *
     * @return how many of them were in the set
     */
    public long remove(long start, long end) {
        if (start >= end) {
            return 0;
        }
        long removed = 0;
        Map.Entry<Long, Long> entry = endByStart.lowerEntry(end);
        while (entry != null && entry.getValue() > start) {
            removed += overlap(entry, start, end);
            endByStart.remove(entry.getKey());
            if (entry.getKey() < start) {
                endByStart.put(entry.getKey(), start);
            }
            if (entry.getValue() > end) {
                endByStart.put(end, entry.getValue());
            }
            entry = endByStart.lowerEntry(end);
        }
        size -= removed;
        return removed;
    }

    public void addAll(RangeSet other) {
        other.endByStart.forEach(this::add);
    }

    /** Takes up to {@code most} of the lowest numbers out of the set, as ranges. */
    public List<IdRange> takeLowest(long most) {
        List<IdRange> taken = new ArrayList<>();
        long left = most;
        while (left > 0 && !endByStart.isEmpty()) {
            Map.Entry<Long, Long> first = endByStart.firstEntry();
            long end = Math.min(first.getValue(), first.getKey() + left);
            taken.add(new IdRange(first.getKey(), end));
            left -= end - first.getKey();
            remove(first.getKey(), end);
        }
        return taken;
    }

    /** Whether any number of a range is in the set. */
    public boolean intersects(IdRange range) {
        Map.Entry<Long, Long> below = endByStart.lowerEntry(range.end());
        return below != null && below.getValue() > range.start();
    }

    /** The highest range; the set must not be empty. */
    public IdRange last() {
        Map.Entry<Long, Long> last = endByStart.lastEntry();
        if (last == null) {
            throw new NoSuchElementException("the last range of an empty set");
        }
        return new IdRange(last.getKey(), last.getValue());
    }

    /** What the set holds of a range, ascending. */
    public List<IdRange> within(IdRange range) {
        List<IdRange> held = new ArrayList<>();
        Map.Entry<Long, Long> entry = endByStart.floorEntry(range.start());
        if (entry == null) {
            entry = endByStart.higherEntry(range.start());
        }
        while (entry != null && entry.getKey() < range.end()) {
            long from = Math.max(range.start(), entry.getKey());
            long to = Math.min(range.end(), entry.getValue());
            if (from < to) {
                held.add(new IdRange(from, to));
            }
            entry = endByStart.higherEntry(entry.getKey());
        }
        return held;
    }

    /** The ranges in ascending order, a copy. */
    public List<IdRange> ranges() {
        List<IdRange> ranges = new ArrayList<>(endByStart.size());
        endByStart.forEach((start, end) -> ranges.add(new IdRange(start, end)));
        return ranges;
    }

    /** Calls for every number, ascending. */
    public void forEach(LongConsumer action) {
        for (IdRange range : ranges()) {
            for (long number = range.start(); number < range.end(); number++) {
                action.accept(number);
            }
        }
    }

    private static long overlap(Map.Entry<Long, Long> entry, long start, long end) {
        return Math.max(0, Math.min(entry.getValue(), end) - Math.max(entry.getKey(), start));
    }

    @Override
    public String toString() {
        return endByStart.toString();
    }
}
