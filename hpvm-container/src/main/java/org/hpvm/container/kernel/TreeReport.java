package org.hpvm.container.kernel;

import java.util.List;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * What a kernel tree's directory holds.
 *
 * @param name what the user called it
 * @param leaves those with which nothing is wrong, in the order of their paths
 * @param faults everything that is wrong, each a clause
 */
public record TreeReport(String name, List<Found> leaves, List<String> faults) {

    public TreeReport {
        leaves = List.copyOf(leaves);
        faults = List.copyOf(faults);
    }

    /** A leaf and what its first bytes say. */
    public record Found(Leaf leaf, BinaryHeader header) {}

    /**
     * The tree.
     *
     * @throws HpvmException with {@link ErrorCode#TREE}, naming the tree and every fault
     */
    public KernelTree tree() throws HpvmException {
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.TREE, "read kernel tree " + name + ": " + String.join("; ", faults));
        }
        return new KernelTree(name, leaves.stream().map(Found::leaf).toList());
    }
}
