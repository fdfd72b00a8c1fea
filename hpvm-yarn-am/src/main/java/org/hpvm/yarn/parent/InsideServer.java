package org.hpvm.yarn.parent;

import java.io.IOException;
import org.hpvm.yarn.client.RunningServer;

/** A gateway in the server's own container: YARN removes what is left of both. */
record InsideServer() implements Tenancy {
    @Override
    public void finish(RunningServer server, boolean succeeded, String diagnostics)
            throws IOException, InterruptedException {
        server.finish(succeeded, diagnostics);
    }

    @Override
    public void abandon(RunningServer server) {
        // The container ends, and the server with it.
    }

    @Override
    public void cleanUp() {
        // Nothing is outside the container.
    }
}
