package org.hpvm.container.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The leaves of a tree that passed every check.
 *
 * @param name what the user called it, for messages
 * @param leaves at least one, each path once
 */
public record KernelTree(String name, List<Leaf> leaves) {

    public KernelTree {
        leaves = List.copyOf(leaves);
        List<String> faults = faults(leaves.stream().map(Leaf::path).toList());
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("kernel tree " + name + ": " + String.join("; ", faults));
        }
    }

    /** What is wrong with a tree of these paths as a whole; empty if nothing is. */
    static List<String> faults(List<LeafPath> paths) {
        List<String> faults = new ArrayList<>();
        if (paths.isEmpty()) {
            faults.add("it has no leaf; a tree holds architecture/os/optimization/kernel");
        }
        Set<String> nodes = new LinkedHashSet<>();
        paths.forEach(path -> nodes.add(path.architecture() + "/" + path.os()));
        for (String node : nodes) {
            LeafPath generic = LeafPath.parse(node + "/" + LeafPath.GENERIC);
            if (!paths.contains(generic)) {
                faults.add(node + " has no leaf \"generic\", which serves the machines that no other leaf fits");
            }
        }
        return faults;
    }
}
