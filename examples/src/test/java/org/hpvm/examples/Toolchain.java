package org.hpvm.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A compiler for one kind of machine, and what runs its programs here.
 *
 * @param leaf the place that its programs take in a tree, without the level
 * @param prefix of the tools' names, {@code s390x-linux-gnu-}; empty for this machine's own
 * @param emulator runs its programs here; empty if nothing is needed
 * @param debian packages that bring both
 */
record Toolchain(String leaf, String prefix, String emulator, String debian) {
    static final Toolchain X86_64 = new Toolchain("x86_64/linux", "", "", "gcc");
    static final Toolchain AARCH64 = of("aarch64", "aarch64-linux-gnu", "arm64");
    static final Toolchain RISCV64 = of("riscv64", "riscv64-linux-gnu", "riscv64");
    static final Toolchain S390X = of("s390x", "s390x-linux-gnu", "s390x");
    static final Toolchain PPC64 = of("ppc64", "powerpc64-linux-gnu", "ppc64");
    static final Toolchain PPC64LE = of("ppc64le", "powerpc64le-linux-gnu", "ppc64el");
    static final Toolchain ARM = of("arm", "arm-linux-gnueabihf", "armhf");

    /** Wine is not on the path in Debian. */
    static final Toolchain WINDOWS = new Toolchain(
            "x86_64/windows", "x86_64-w64-mingw32-", "/usr/lib/wine/wine64", "gcc-mingw-w64-x86-64 wine64");

    private static Toolchain of(String architecture, String triplet, String debianName) {
        return new Toolchain(
                architecture + "/linux",
                triplet + "-",
                "qemu-" + architecture + "-static",
                "gcc-" + triplet + " libc6-dev-" + debianName + "-cross qemu-user-static");
    }

    /** Skips the test, saying what is missing, unless all of these are installed. */
    static void assume(Toolchain... toolchains) {
        for (Toolchain toolchain : toolchains) {
            for (String tool : List.of(toolchain.prefix + "gcc", toolchain.emulator)) {
                Assumptions.assumeTrue(
                        tool.isEmpty() || isOnPath(tool),
                        () -> tool + " is not installed: apt-get install --no-install-recommends " + toolchain.debian);
            }
        }
    }

    private static boolean isOnPath(String tool) {
        return List.of(System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory).resolve(tool)));
    }

    /**
     * Compiles one leaf of a kernel.
     *
     * @param tree the directory that becomes the tree
     * @param level {@code generic}, or another with the options that bring it
     */
    void leaf(Path source, Path tree, String level, String... options) throws IOException, InterruptedException {
        Path library = library("libhpvmkernel.a");
        Path place = Files.createDirectories(tree.resolve(leaf).resolve(level));
        List<String> words = new ArrayList<>(List.of(
                prefix + "gcc", "-std=gnu11", "-O2", "-ffp-contract=off", "-static", "-I" + library + "/include"));
        words.addAll(List.of(options));
        words.addAll(List.of(
                source.toString(),
                "-L" + library + "/lib",
                "-lhpvmkernel",
                "-lm",
                "-lpthread",
                "-o",
                place.resolve(leaf.endsWith("/windows") ? "kernel.exe" : "kernel")
                        .toString()));
        Tool.run(Path.of(""), words);
    }

    /** Compiles a parent, for this machine. */
    static void parent(Path source, Path program) throws IOException, InterruptedException {
        X86_64.program(source, program);
    }

    /** Compiles a parent for machines of this kind; one that an emulator runs is linked statically. */
    void program(Path source, Path program) throws IOException, InterruptedException {
        Path library = library("libhpvm.a");
        List<String> words = new ArrayList<>(List.of(prefix + "gcc", "-std=gnu11", "-O2"));
        if (!prefix.isEmpty()) {
            words.add("-static");
        }
        words.addAll(List.of(
                "-I" + library + "/include",
                source.toString(),
                "-L" + library + "/lib",
                "-lhpvm",
                "-lpthread",
                "-o",
                program.toString()));
        Tool.run(Path.of(""), words);
    }

    /** Where a library for this kind of machine is, built when it is first needed. */
    private Path library(String file) throws IOException, InterruptedException {
        Path host =
                Path.of(System.getProperty("c.library", "")).toAbsolutePath().normalize();
        if (prefix.isEmpty()) {
            return host;
        }
        Path built = Path.of("target", "c", leaf).toAbsolutePath();
        Tool.run(
                Path.of("../hpvm-container/src/main/c"),
                List.of(
                        "make",
                        "-s",
                        "OUT=" + built,
                        "CC=" + prefix + "gcc",
                        "AR=" + prefix + "ar",
                        built + "/lib/" + file,
                        built + "/include/hpvm.h"));
        return built;
    }
}
