package org.hpvm.yarn.parent;

import java.io.IOException;
import java.util.UUID;
import org.hpvm.yarn.client.RunningServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place among the parents of a session: what is the parent's ends with it, the session lives on. */
record SessionSeat() implements Tenancy {
    private static final Logger LOG = LoggerFactory.getLogger(SessionSeat.class);

    @Override
    public void finish(RunningServer server, boolean succeeded, String diagnostics)
            throws IOException, InterruptedException {
        server.leave();
    }

    @Override
    public void abandon(RunningServer server) {
        try {
            server.leave();
        } catch (IOException e) {
            // The server finds out by itself, as it does when we are killed.
            LOG.debug("leave the session", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String nameOfKept(String application) {
        return application + '-' + UUID.randomUUID().toString().substring(0, 8);
    }

    @Override
    public void cleanUp() {
        // The session's files are the session's.
    }
}
