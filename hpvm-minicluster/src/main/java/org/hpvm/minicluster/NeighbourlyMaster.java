package org.hpvm.minicluster;

import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;

/**
 * A ResourceManager beside others in one JVM.
 *
 * <p>YARN keeps the time at which a ResourceManager started once for the whole JVM, and containers carry it: after
 * another start, the NodeManagers of the clusters before it refuse every container as "allocated by a previous RM".
 * With one time for all of them each cluster goes on.
 */
final class NeighbourlyMaster extends ResourceManager {
    private static final long STARTED = getClusterTimeStamp();

    @Override
    protected void serviceStart() throws Exception {
        super.serviceStart();
        setClusterTimeStamp(STARTED);
    }
}
