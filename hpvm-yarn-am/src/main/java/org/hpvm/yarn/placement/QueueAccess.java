package org.hpvm.yarn.placement;

import java.util.Set;

/**
 * Which partitions a queue may use.
 *
 * @param queue its name
 * @param partitions by name; {@code *} for all
 * @param shared partitions whose idle machines serve requests for the default partition too
 */
public record QueueAccess(String queue, Set<String> partitions, Set<String> shared) {
    private static final String ALL = "*";

    public QueueAccess {
        partitions = Set.copyOf(partitions);
        shared = Set.copyOf(shared);
    }

    /** Whether a container may be asked for in the partition by its name. */
    public boolean mayUse(String partition) {
        return partition.isEmpty() || partitions.contains(ALL) || partitions.contains(partition);
    }

    /** Whether a request for no partition in particular may be served there. */
    public boolean isOpen(String partition) {
        return partition.isEmpty() || shared.contains(partition);
    }
}
