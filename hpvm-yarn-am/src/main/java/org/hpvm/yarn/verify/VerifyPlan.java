package org.hpvm.yarn.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.LeafChoice;
import org.hpvm.container.kernel.LeafExplanation;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.machine.Machine;

/**
 * Which leaf is run on which machine. Pure.
 *
 * @param runs leaves {@code generic} first, since they are the simplest to trust
 * @param whyNotByLeaf the leaves that no machine can run
 */
public record VerifyPlan(List<Run> runs, Map<LeafPath, String> whyNotByLeaf) {

    /**
     * One spawn.
     *
     * @param machine friendly name
     */
    public record Run(LeafPath leaf, String machine) {
        @Override
        public String toString() {
            return leaf + " on " + machine;
        }
    }

    public VerifyPlan {
        runs = List.copyOf(runs);
    }

    /** Every leaf on every machine that can run it. */
    public static VerifyPlan of(KernelTree tree, Map<String, Machine> machines) {
        Map<String, Machine> sorted = new TreeMap<>(machines);
        List<Run> runs = new ArrayList<>();
        Map<LeafPath, String> whyNot = new TreeMap<>(Comparator.comparing(LeafPath::toString));
        for (Leaf leaf : tree.leaves().stream().sorted(GENERIC_FIRST).toList()) {
            List<Run> ofLeaf = sorted.entrySet().stream()
                    .filter(machine ->
                            LeafChoice.candidates(tree, machine.getValue()).contains(leaf))
                    .map(machine -> new Run(leaf.path(), machine.getKey()))
                    .toList();
            runs.addAll(ofLeaf);
            if (ofLeaf.isEmpty()) {
                whyNot.put(leaf.path(), whyNot(tree, leaf.path(), sorted));
            }
        }
        return new VerifyPlan(runs, whyNot);
    }

    private static final Comparator<Leaf> GENERIC_FIRST = Comparator.comparing(
                    (Leaf leaf) -> !leaf.path().isGeneric() || leaf.path().isJvm())
            .thenComparing(leaf -> leaf.path().toString());

    private static String whyNot(KernelTree tree, LeafPath leaf, Map<String, Machine> machines) {
        String near = machines.entrySet().stream()
                .filter(machine -> machine.getValue().architecture().equals(leaf.architecture())
                        && machine.getValue().os().equals(leaf.os()))
                .map(machine -> machine.getKey() + ": " + why(tree, leaf, machine.getValue()))
                .collect(Collectors.joining("; "));
        return near.isEmpty() ? "no machine here is " + leaf.architecture() + "/" + leaf.os() : near;
    }

    private static String why(KernelTree tree, LeafPath leaf, Machine machine) {
        return LeafExplanation.of(tree, machine).stream()
                .filter(explained -> explained.leaf().equals(leaf))
                .map(LeafExplanation::reason)
                .collect(Collectors.joining());
    }
}
