package org.hpvm.dfs.fold;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Folds contributions to some elements, given in the order of tasks and, within a task, of its calls.
 *
 * <p>Where the order of combining matters it is that of a fixed tree, which depends on nothing but how many
 * contributions an element has: of more than one, the first 2^k, with 2^k the largest power of two less than n, are
 * folded by the same rule, so are the others, and the two results are combined, the earlier on the left. It is kept as
 * a binary counter, so n contributions cost log n values. Not thread-safe.
 */
public final class FoldWindow {
    private final Combination combination;
    private final int[] counts;
    private final List<long[]> levels = new ArrayList<>();

    /** Begins without contributions. */
    public FoldWindow(Combination combination, int elements) {
        this.combination = combination;
        this.counts = new int[elements];
    }

    /** Adds a contribution, an element for each from {@code first} on. */
    public void add(int first, ByteBuffer values) {
        int width = combination.type().width();
        int count = values.remaining() / width;
        for (int index = 0; index < count; index++) {
            add(first + index, combination.get(values, values.position() + index * width));
        }
    }

    private void add(int element, long value) {
        int count = counts[element];
        long carried = value;
        int level = 0;
        if (combination.isOrdered()) {
            for (; (count >>> level & 1) != 0; level++) {
                carried = combination.combine(levels.get(level)[element], carried);
            }
            counts[element] = count + 1;
        } else {
            if (count != 0) {
                carried = combination.combine(levels.get(0)[element], carried);
            }
            counts[element] = 1;
        }
        level(level)[element] = carried;
    }

    private long[] level(int number) {
        while (levels.size() <= number) {
            levels.add(new long[counts.length]);
        }
        return levels.get(number);
    }

    /** Whether an element has a contribution. */
    public boolean isTouched(int element) {
        return counts[element] != 0;
    }

    /** Combines what was contributed with the elements of a buffer, which come first. */
    public void foldInto(ByteBuffer elements) {
        int width = combination.type().width();
        for (int element = 0; element < counts.length; element++) {
            if (isTouched(element)) {
                int at = elements.position() + element * width;
                combination.put(elements, at, combination.combine(combination.get(elements, at), folded(element)));
            }
        }
    }

    private long folded(int element) {
        int left = counts[element];
        int level = Integer.numberOfTrailingZeros(left);
        long folded = levels.get(level)[element];
        for (left &= left - 1; left != 0; left &= left - 1) {
            folded = combination.combine(levels.get(Integer.numberOfTrailingZeros(left))[element], folded);
        }
        return folded;
    }
}
