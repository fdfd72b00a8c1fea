package org.hpvm.yarn.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a cluster lacks before each machine is in the partition that is named for its architecture. Pure.
 *
 * @param missing labels that the cluster does not know yet
 * @param labelByHost machines that are not in their partition
 * @param unknown machines whose architecture nobody has told
 * @param closed labels of the plan that the queue may not use
 * @param isExclusive whether new partitions serve only requests that name them
 */
public record LabelPlan(
        Set<String> missing,
        Map<String, String> labelByHost,
        List<String> unknown,
        Set<String> closed,
        boolean isExclusive) {

    public LabelPlan {
        missing = Set.copyOf(missing);
        labelByHost = Map.copyOf(labelByHost);
        unknown = List.copyOf(unknown);
        closed = Set.copyOf(closed);
    }

    /**
     * Compares what there is with what should be.
     *
     * @param labels that the cluster knows
     * @param architectureByHost as told; a machine that is not in it may have the attribute {@code arch}
     */
    public static LabelPlan of(
            ClusterFacts facts, Set<String> labels, Map<String, String> architectureByHost, boolean isExclusive) {
        Set<String> wanted = new TreeSet<>();
        Map<String, String> moved = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (MachineFacts machine : facts.machines()) {
            String attribute = machine.attributes().getOrDefault("arch", "");
            String architecture = architectureByHost.getOrDefault(machine.host(), attribute);
            if (architecture.isEmpty()) {
                unknown.add(machine.host());
            } else {
                wanted.add(architecture);
                if (!machine.partition().equals(architecture)) {
                    moved.put(machine.host(), architecture);
                }
            }
        }
        return new LabelPlan(
                wanted.stream().filter(label -> !labels.contains(label)).collect(Collectors.toSet()),
                moved,
                unknown,
                wanted.stream().filter(label -> !facts.queue().mayUse(label)).collect(Collectors.toSet()),
                isExclusive);
    }

    public boolean isNothingToDo() {
        return missing.isEmpty() && labelByHost.isEmpty();
    }

    /** The words after {@code yarn rmadmin}, a line each. */
    public List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        if (!missing.isEmpty()) {
            commands.add(List.of(
                    "-addToClusterNodeLabels",
                    missing.stream()
                            .sorted()
                            .map(label -> label + "(exclusive=" + isExclusive + ")")
                            .collect(Collectors.joining(","))));
        }
        if (!labelByHost.isEmpty()) {
            commands.add(List.of(
                    "-replaceLabelsOnNode",
                    new TreeMap<>(labelByHost)
                            .entrySet().stream()
                                    .map(moved -> moved.getKey() + "=" + moved.getValue())
                                    .collect(Collectors.joining(" "))));
        }
        return commands;
    }

    /** What {@code capacity-scheduler.xml} must hold besides, for a queue right below the root. */
    public List<String> queueSettings(String queue) {
        List<String> settings = new ArrayList<>();
        closed.stream().sorted().forEach(label -> {
            settings.add("yarn.scheduler.capacity.root.accessible-node-labels." + label + ".capacity=100");
            settings.add(
                    "yarn.scheduler.capacity.root." + queue + ".accessible-node-labels." + label + ".capacity=100");
        });
        if (!closed.isEmpty()) {
            settings.add("yarn.scheduler.capacity.root." + queue + ".accessible-node-labels=*");
        }
        return settings;
    }
}
