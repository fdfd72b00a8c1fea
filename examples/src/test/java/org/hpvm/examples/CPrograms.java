package org.hpvm.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The tests' parents and kernels in C, each compiled once a JVM. */
final class CPrograms {
    private static final Path KERNELS = Path.of("..", "hpvm-minicluster", "kernels");
    private static final Path PARENTS = Path.of("src", "test", "c");
    private static final Path MADE = Path.of("target", "c").toAbsolutePath();
    private static final Set<Path> KNOWN = new HashSet<>();

    private CPrograms() {}

    /** A parent out of {@code src/test/c}. */
    static synchronized String parent(String name) throws IOException, InterruptedException {
        Path program = Files.createDirectories(MADE.resolve("parents")).resolve(name);
        if (KNOWN.add(program)) {
            Toolchain.parent(PARENTS.resolve(name + ".c"), program);
        }
        return program.toString();
    }

    /** A tree whose one leaf is a kernel out of {@code hpvm-minicluster/kernels}. */
    static synchronized Path tree(String kernel) throws IOException, InterruptedException {
        Path tree = MADE.resolve("trees").resolve(kernel);
        if (KNOWN.add(tree)) {
            Toolchain.X86_64.leaf(KERNELS.resolve(kernel + ".c"), tree, "generic");
        }
        return tree;
    }
}
