package org.hpvm.yarn.placement;

import java.util.Set;

/** Architectures that a partition can be named for; any other partition says nothing of its machines. */
final class Architectures {
    private static final Set<String> NAMES = Set.of(
            "x86_64",
            "i386",
            "aarch64",
            "arm",
            "riscv64",
            "riscv32",
            "s390x",
            "s390",
            "ppc64",
            "ppc64le",
            "ppc",
            "mips",
            "mipsel",
            "mips64",
            "mips64el",
            "sparc64",
            "loongarch64");

    private Architectures() {}

    static boolean isName(String text) {
        return NAMES.contains(text);
    }
}
