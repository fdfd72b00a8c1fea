package org.hpvm.yarn.provision;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.yarn.api.records.NodeAttribute;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.hpvm.yarn.placement.MachineFacts;

/** Reads what YARN reports of its nodes. */
public final class Nodes {
    private Nodes() {}

    /** What a report says of a machine. */
    public static MachineFacts facts(NodeReport node) {
        Set<String> labels = node.getNodeLabels();
        return new MachineFacts(
                node.getNodeId().getHost(),
                labels == null || labels.isEmpty() ? "" : labels.iterator().next(),
                attributes(node.getNodeAttributes()));
    }

    /** Attributes by their names without prefix: who set them plays no part. */
    public static Map<String, String> attributes(Set<NodeAttribute> attributes) {
        Map<String, String> values = new TreeMap<>();
        if (attributes != null) {
            attributes.forEach(attribute ->
                    values.put(attribute.getAttributeKey().getAttributeName(), attribute.getAttributeValue()));
        }
        return values;
    }
}
