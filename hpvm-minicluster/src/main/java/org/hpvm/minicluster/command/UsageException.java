package org.hpvm.minicluster.command;

import org.jspecify.annotations.Nullable;

/** The command line is wrong; the message is one sentence for who wrote it. */
final class UsageException extends Exception {
    UsageException(@Nullable String message) {
        super(message);
    }
}
