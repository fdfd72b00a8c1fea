package org.hpvm.yarn.placement;

import java.util.List;

/** What YARN says of the cluster: its machines, and what the application's queue may use. */
public record ClusterFacts(List<MachineFacts> machines, QueueAccess queue) {
    public ClusterFacts {
        machines = List.copyOf(machines);
    }
}
