package org.hpvm.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A program with its kernel.
 *
 * @param name of the program that is built
 */
record Example(String name, Path parent, Path kernel) {
    private static final long LIMIT_SECONDS = 240;

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
        Path tree = directory.resolve(name + ".kernels");
        List<Callable<Void>> compilations = new ArrayList<>();
        compilations.add(() -> {
            Toolchain.parent(parent, directory.resolve(name));
            return null;
        });
        compilations.add(leaf(Toolchain.X86_64, tree, "generic"));
        for (String level : List.of("x86-64-v2", "x86-64-v3")) {
            compilations.add(leaf(Toolchain.X86_64, tree, level, "-march=" + level));
        }
        others.forEach(other -> compilations.add(leaf(other, tree, "generic")));
        ExecutorService compilers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            for (Future<Void> ended : compilers.invokeAll(compilations, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                ended.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("build " + name, e.getCause());
        } finally {
            compilers.shutdownNow();
        }
    }

    private Callable<Void> leaf(Toolchain toolchain, Path tree, String level, String... options) {
        return () -> {
            toolchain.leaf(kernel, tree, level, options);
            return null;
        };
    }
}
