package org.hpvm.yarn.placement;

import java.util.Map;

/**
 * What YARN says of a machine, before anybody has looked at it.
 *
 * @param host the NodeManager's
 * @param partition the node label, empty for the default partition
 * @param attributes node attributes by their names without prefix, such as {@code arch}
 */
public record MachineFacts(String host, String partition, Map<String, String> attributes) {
    public MachineFacts {
        attributes = Map.copyOf(attributes);
    }
}
