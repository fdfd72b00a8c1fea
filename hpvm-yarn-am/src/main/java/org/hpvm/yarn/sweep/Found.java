package org.hpvm.yarn.sweep;

import java.time.Duration;

/**
 * Something that HPVM keeps in HDFS for a while.
 *
 * @param kind what it is
 * @param name the application's id, the session's name, or that of a directory that is shared
 * @param owner of what belongs to one application; {@link Owner#UNDECIDABLE} of what does not
 * @param age since it was made or last used, by the NameNode's clock
 */
public record Found(Kind kind, String name, Owner owner, Duration age) {

    /** Kinds of what is found. */
    public enum Kind {
        /** The state of one application. */
        APPLICATION,
        /** How a session is reached. */
        SESSION,
        /** A leaf, or HPVM itself: shared by all applications of the user, and uploaded again when it is missing. */
        UPLOAD
    }

    public Found {
        if (age.isNegative()) {
            age = Duration.ZERO;
        }
    }
}
