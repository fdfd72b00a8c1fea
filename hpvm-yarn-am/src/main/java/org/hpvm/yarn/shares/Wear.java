package org.hpvm.yarn.shares;

/**
 * How far a share has come from being one file.
 *
 * @param shareBytes of the share
 * @param baseBytes of its base; 0 if it has none
 * @param pieces that lie over the base
 * @param pieceBytes of these
 * @param writtenBytes of all that was written since the base, pieces that were covered by later ones included
 */
record Wear(long shareBytes, long baseBytes, int pieces, long pieceBytes, long writtenBytes) {
    /** So many a share of 64 MiB, and for each 64 MiB more: each costs a reader a place to look. */
    private static final long MANY_PIECES = 100;

    private static final long PIECES_PER_BYTES = 64L << 20;

    /** Compacted whatever it costs: the server has them all in memory. */
    private static final int MOST_PIECES = 1_000_000;

    /** In percent of what is stored. */
    private static final long MUCH_GARBAGE = 30;

    /** A base is written once for so much of its length that was merged, so that writing stays within 5 times. */
    private static final long LEAST_PART = 4;

    /**
     * Whether to write a new base pays.
     *
     * @param least bytes that must have been written since the last one
     */
    boolean isTooMuch(long least) {
        if (pieces > MOST_PIECES) {
            return true;
        }
        if (writtenBytes < least || writtenBytes * LEAST_PART < shareBytes) {
            return false;
        }
        long stored = baseBytes + writtenBytes;
        long garbage = stored - (baseBytes > 0 ? baseBytes : pieceBytes);
        return garbage * 100 > stored * MUCH_GARBAGE
                || pieces > MANY_PIECES * Math.max(1, shareBytes / PIECES_PER_BYTES);
    }
}
