package org.hpvm.dfs.share;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.hpvm.model.ByteRange;

/**
 * Which record holds which bytes of a share: extents in ascending order that never overlap. What no extent covers is in
 * the base, or zero. Immutable.
 */
public final class ExtentMap {
    public static final ExtentMap EMPTY = new ExtentMap(List.of());

    private final List<Extent> extents;

    private ExtentMap(List<Extent> extents) {
        this.extents = List.copyOf(extents);
    }

    /**
     * Lays extents one over the other: where two overlap, the later one of the list holds.
     *
     * <p>Lists without an overlap, the usual case, cost one sort; others a tree.
     */
    public static ExtentMap layered(List<Extent> inOrder) {
        List<Extent> sorted = new ArrayList<>(inOrder);
        sorted.sort(Comparator.comparingLong(Extent::start));
        return overlaps(sorted) ? new ExtentMap(laidOver(inOrder)) : new ExtentMap(sorted);
    }

    /** This map with another laid over it. */
    public ExtentMap under(ExtentMap newer) {
        if (extents.isEmpty()) {
            return newer;
        }
        List<Extent> both = new ArrayList<>(extents.size() + newer.extents.size());
        both.addAll(extents);
        both.addAll(newer.extents);
        return layered(both);
    }

    /** What of the extents lies in a range. */
    public List<Extent> within(ByteRange range) {
        List<Extent> inside = new ArrayList<>();
        for (int index = firstEndingAfter(range.start());
                index < extents.size() && extents.get(index).start() < range.end();
                index++) {
            Extent extent = extents.get(index);
            inside.add(extent.slice(Math.max(extent.start(), range.start()), Math.min(extent.end(), range.end())));
        }
        return inside;
    }

    private int firstEndingAfter(long position) {
        int low = 0;
        int high = extents.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (extents.get(middle).end() > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    public List<Extent> extents() {
        return extents;
    }

    public boolean isEmpty() {
        return extents.isEmpty();
    }

    private static boolean overlaps(List<Extent> sorted) {
        for (int index = 1; index < sorted.size(); index++) {
            if (sorted.get(index).start() < sorted.get(index - 1).end()) {
                return true;
            }
        }
        return false;
    }

    private static List<Extent> laidOver(List<Extent> inOrder) {
        NavigableMap<Long, Extent> byStart = new TreeMap<>();
        for (Extent extent : inOrder) {
            cut(byStart, extent.start());
            cut(byStart, extent.end());
            byStart.subMap(extent.start(), extent.end()).clear();
            byStart.put(extent.start(), extent);
        }
        return new ArrayList<>(byStart.values());
    }

    /** Splits the extent that covers the position, if it does not begin there. */
    private static void cut(NavigableMap<Long, Extent> byStart, long position) {
        Map.Entry<Long, Extent> below = byStart.lowerEntry(position);
        if (below != null && below.getValue().end() > position) {
            Extent whole = below.getValue();
            byStart.put(whole.start(), whole.slice(whole.start(), position));
            byStart.put(position, whole.slice(position, whole.end()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExtentMap map && extents.equals(map.extents);
    }

    @Override
    public int hashCode() {
        return extents.hashCode();
    }

    @Override
    public String toString() {
        return extents.toString();
    }
}
