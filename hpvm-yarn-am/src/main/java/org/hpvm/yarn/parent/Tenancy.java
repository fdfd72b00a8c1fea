package org.hpvm.yarn.parent;

import java.io.IOException;
import org.hpvm.yarn.client.RunningServer;

/** How a parent's gateway has its server: alone, or with others; decides what ends with the parent. */
interface Tenancy {
    /** Tells the server that the parent has ended, and waits until what was the parent's is gone. */
    void finish(RunningServer server, boolean succeeded, String diagnostics) throws IOException, InterruptedException;

    /** Ends, in a hurry, what was not finished. */
    void abandon(RunningServer server) throws IOException;

    /** The name of the directory in which the parent's shares are kept, if nobody named one. */
    default String nameOfKept(String application) {
        return application;
    }

    /** Once the gateway is closed, however it ended: what may be left is removed. */
    void cleanUp() throws IOException;
}
