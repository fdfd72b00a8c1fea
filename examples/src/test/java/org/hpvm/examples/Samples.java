package org.hpvm.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes programs and kernel trees out of C, as a user would. */
public final class Samples {
    private Samples() {}

    /** A tree with the kernel of the notes' sample, for the machine that the tests run on. */
    static Path kernelTree(Path tree) throws IOException, InterruptedException {
        return kernelTree(tree, "sqrt/kernel.c");
    }

    public static Path kernelTree(Path tree, String source) throws IOException, InterruptedException {
        Path leaf = Files.createDirectories(tree.resolve("x86_64/linux/generic"));
        compile(source, "hpvmkernel", leaf.resolve("kernel"));
        return tree;
    }

    /** A tree for machines that are not here: the kernel's header says aarch64, and it can run nowhere. */
    static Path kernelTreeOfAarch64(Path tree) throws IOException, InterruptedException {
        Path leaf = Files.createDirectories(tree.resolve("aarch64/linux/generic"));
        compile("sqrt/kernel.c", "hpvmkernel", leaf.resolve("kernel"));
        byte[] binary = Files.readAllBytes(leaf.resolve("kernel"));
        binary[18] = (byte) 183; // e_machine
        Files.write(leaf.resolve("kernel"), binary);
        return tree;
    }

    /**
     * Compiles one file with the library of the build.
     *
     * @param source relative to this module
     * @param with {@code hpvm} or {@code hpvmkernel}
     */
    public static void compile(String source, String with, Path program) throws IOException, InterruptedException {
        String library = System.getProperty("c.library", "");
        List<String> command = new ArrayList<>(List.of("cc", "-O2", "-static", "-I" + library + "/include", source));
        command.addAll(List.of("-L" + library + "/lib", "-l" + with, "-lm", "-o", program.toString()));
        Tool.run(Path.of(""), command);
    }
}
