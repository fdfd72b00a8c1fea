package org.hpvm.container.kernel;

import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.machine.Levels;
import org.hpvm.container.machine.Machine;

/**
 * Why a machine runs a leaf, or does not.
 *
 * @param rank 1 for the leaf that the machine runs, 2 for the one that it runs if that turns out not to work, and so
 *     on; 0 for one that it cannot run
 * @param reason a clause
 */
public record LeafExplanation(LeafPath leaf, int rank, String reason) {

    /**
     * Explains {@link LeafChoice}.
     *
     * @return the leaves that the machine can run, best first, then the others
     */
    public static List<LeafExplanation> of(KernelTree tree, Machine machine) {
        List<Leaf> candidates = LeafChoice.candidates(tree, machine);
        List<LeafExplanation> explained = new ArrayList<>();
        for (Leaf leaf : candidates) {
            int rank = explained.size() + 1;
            explained.add(new LeafExplanation(
                    leaf.path(),
                    rank,
                    rank == 1
                            ? won(leaf.path(), candidates.size())
                            : "would run, but comes after "
                                    + candidates.get(rank - 2).path()));
        }
        for (Leaf leaf : tree.leaves()) {
            if (!candidates.contains(leaf)) {
                explained.add(new LeafExplanation(leaf.path(), 0, lost(leaf.path(), machine)));
            }
        }
        return explained;
    }

    private static String won(LeafPath leaf, int candidates) {
        if (candidates == 1) {
            return "the only one that runs here";
        }
        return leaf.isGeneric()
                ? "the tree has no better level for this machine"
                : "the best level that the machine has";
    }

    private static String lost(LeafPath leaf, Machine machine) {
        if (!leaf.architecture().equals(machine.architecture())) {
            return "made for " + leaf.architecture() + ", and the machine is " + machine.architecture();
        }
        if (!leaf.os().equals(machine.os())) {
            return "made for " + leaf.os() + ", and the machine runs " + machine.os();
        }
        List<String> known = Levels.all(leaf.architecture());
        if (!known.contains(leaf.optimization())) {
            return "\"" + leaf.optimization() + "\" is no level that is known for " + leaf.architecture()
                    + (known.isEmpty() ? ", which has none" : "; known are " + String.join(", ", known));
        }
        return "the machine lacks instructions of " + leaf.optimization() + "; it has "
                + (machine.levels().isEmpty()
                        ? "no level above generic"
                        : machine.levels().get(0));
    }
}
