package org.hpvm.yarn.verify;

import java.util.Locale;

/**
 * What came of a leaf on a machine.
 *
 * @param leaf its place in the tree
 * @param machine friendly name; {@code -} if it was not run
 * @param detail a clause; may be empty
 */
public record Finding(String leaf, String machine, Kind kind, String detail) {
    /** How it compares with the first run. */
    public enum Kind {
        /** The first run that succeeded, which the others are compared with. */
        REFERENCE,
        /** The same bytes. */
        EQUAL,
        /** Floats that are near enough. */
        WITHIN,
        /** Other values. */
        DIFFERENT,
        /** Its tasks did not succeed. */
        FAILED,
        /** No machine can run it. */
        NOT_RUN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether the leaf is not to be trusted. */
    public boolean isBad() {
        return kind == Kind.DIFFERENT || kind == Kind.FAILED;
    }

    /** Whether it was compared with another. */
    public boolean isCompared() {
        return kind == Kind.EQUAL || kind == Kind.WITHIN || kind == Kind.DIFFERENT;
    }
}
