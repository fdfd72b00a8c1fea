package org.hpvm.yarn.server;

import org.hpvm.error.HpvmException;

/** What a failure of the server at its start means for the attempts that would follow. */
final class StartFailure {
    private StartFailure() {}

    /** Whether each attempt would fail the same way: none of what it reads will change. */
    static boolean wouldRecur(Exception failure) {
        if (!(failure instanceof HpvmException known)) {
            return failure instanceof RuntimeException;
        }
        return switch (known.code()) {
            // REFUSED: a later attempt has begun, and this one is nobody's any more.
            case UNAVAILABLE, GATEWAY, UNKNOWN, REFUSED, CANCELLED -> false;
            case INVALID, EXISTS, NOSHARE, RANGE, NOMEMORY, TREE, NOMACHINE, TASK, CONFLICT, CHECKSUM, INTERNAL -> true;
        };
    }

    /** What the user is told. */
    static String sentence(Exception failure) {
        return failure instanceof HpvmException
                ? String.valueOf(failure.getMessage())
                : "start the server of the application: " + failure;
    }
}
