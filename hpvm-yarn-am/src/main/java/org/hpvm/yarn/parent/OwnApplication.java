package org.hpvm.yarn.parent;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Application;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.RunningServer;

/** An application that was submitted for one parent and ends with it. */
record OwnApplication(Cluster cluster, Application application) implements Tenancy {
    @Override
    public void finish(RunningServer server, boolean succeeded, String diagnostics)
            throws IOException, InterruptedException {
        try {
            server.finish(succeeded, diagnostics);
        } catch (HpvmException e) {
            application.kill();
        }
        application.awaitEnd();
    }

    @Override
    public void abandon(RunningServer server) throws IOException {
        application.kill();
    }

    @Override
    public void cleanUp() throws IOException {
        try {
            application.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("wait for the end of application " + application.id());
        } finally {
            cluster.removeStateOf(application.id());
        }
    }
}
