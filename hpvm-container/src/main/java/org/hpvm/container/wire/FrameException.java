package org.hpvm.container.wire;

import java.io.IOException;

/** The other end did not speak the protocol. */
public final class FrameException extends IOException {
    private static final long serialVersionUID = 1L;

    public FrameException(String message) {
        super(message);
    }
}
