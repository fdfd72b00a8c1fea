package org.hpvm.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A program with its kernel.
 *
 * @param name of the program that is built
 */
record Example(String name, Path parent, Path kernel) {

    /** One of the examples. */
    static Example named(String name) {
        return new Example(name, Path.of(name, name + ".c"), Path.of(name, "kernel.c"));
    }

    /** One of the programs that are for tests only. */
    static Example ofTests(String name) {
        Path sources = Path.of("src/test/c");
        return new Example(name, sources.resolve(name + ".c"), sources.resolve(name + "_kernel.c"));
    }

    /** Builds the program, and beside it its kernels: of this machine in three levels, and of others. */
    void build(Path directory, List<Toolchain> others) throws IOException, InterruptedException {
        Toolchain.parent(parent, directory.resolve(name));
        Path tree = directory.resolve(name + ".kernels");
        Toolchain.X86_64.leaf(kernel, tree, "generic");
        for (String level : List.of("x86-64-v2", "x86-64-v3")) {
            Toolchain.X86_64.leaf(kernel, tree, level, "-march=" + level);
        }
        for (Toolchain other : others) {
            other.leaf(kernel, tree, "generic");
        }
    }
}
