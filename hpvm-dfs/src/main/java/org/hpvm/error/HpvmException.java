package org.hpvm.error;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of HPVM: a code to act on and a sentence to read.
 *
 * <p>The sentence says what was being done, to what, what was found instead and, where it is known, what to do. It is
 * an {@link IOException} so that it passes through Hadoop's and the JDK's interfaces without being wrapped.
 */
public final class HpvmException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public HpvmException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public HpvmException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The same failure as one exception of ours: itself, or wrapped with the code given. */
    public static HpvmException of(Throwable failure, ErrorCode code, String doing) {
        if (failure instanceof HpvmException ours) {
            return ours;
        }
        String found = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new HpvmException(code, doing + ": " + found.lines().findFirst().orElse(found), failure);
    }
}
