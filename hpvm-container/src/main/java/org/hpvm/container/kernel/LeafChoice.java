package org.hpvm.container.kernel;

import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.machine.Machine;

/**
 * Which leaves of a tree a machine can run, and in which order it tries them: the deepest level that it has, then lower
 * ones, then {@code generic}, then Java.
 */
public final class LeafChoice {
    private LeafChoice() {}

    /** The leaves to try, best first; empty if the machine can run none. */
    public static List<Leaf> candidates(KernelTree tree, Machine machine) {
        List<LeafPath> wanted = new ArrayList<>();
        for (String level : machine.levels()) {
            wanted.add(new LeafPath(machine.architecture(), machine.os(), level));
        }
        wanted.add(new LeafPath(machine.architecture(), machine.os(), LeafPath.GENERIC));
        wanted.add(new LeafPath(LeafPath.ANY_ARCHITECTURE, LeafPath.JVM, LeafPath.GENERIC));
        return wanted.stream()
                .flatMap(path ->
                        tree.leaves().stream().filter(leaf -> leaf.path().equals(path)))
                .toList();
    }
}
