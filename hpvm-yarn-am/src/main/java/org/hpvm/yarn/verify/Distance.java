package org.hpvm.yarn.verify;

/**
 * How far two copies of a share are from each other.
 *
 * @param elements that were compared
 * @param differing how many of them have not the same bytes
 * @param places the largest distance of two of them, in units in the last place; {@link #FAR} for integers that differ
 * @param first the place of the first that differs
 * @param expected its value in the first copy
 * @param found its value in the second
 */
record Distance(long elements, long differing, long places, long first, String expected, String found) {
    /** Further than any two floats are from each other. */
    static final long FAR = Long.MAX_VALUE;

    boolean isNone() {
        return differing == 0;
    }

    /** Whether all elements are that near to each other. */
    boolean isWithin(long most) {
        return places <= most && places != FAR;
    }
}
