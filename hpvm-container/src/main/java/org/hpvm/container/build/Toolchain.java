package org.hpvm.container.build;

import java.util.List;
import org.hpvm.container.kernel.LeafPath;

/**
 * What compiles one leaf.
 *
 * @param compilers at least one; the first that works on this machine is taken
 */
public record Toolchain(LeafPath leaf, List<CompilerCommand> compilers) {

    public Toolchain {
        compilers = List.copyOf(compilers);
        if (compilers.isEmpty()) {
            throw new IllegalArgumentException("no compiler for " + leaf);
        }
    }
}
