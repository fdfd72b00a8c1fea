package org.hpvm.container.machine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides which words stand before a kernel: those of an emulator, where the machine stands for another one. */
public final class Launchers {
    private static final List<String> WINE = List.of("wine64", "wine", "/usr/lib/wine/wine64");

    private Launchers() {}

    /**
     * The words before a kernel's file; empty if the machine runs kernels itself.
     *
     * @param real what the machine is
     * @param shown what it is for kernels
     * @param told what the host file says of this machine; empty if nothing
     * @param configured what the settings say, by {@code architecture-os} or architecture
     * @param find gives the file of a program, if the machine has it
     */
    public static List<String> choose(
            Machine real,
            Machine shown,
            List<String> told,
            Map<String, List<String>> configured,
            Function<String, Optional<Path>> find) {
        if (!told.isEmpty()) {
            return told;
        }
        String both = shown.architecture() + "-" + shown.os();
        List<String> set = configured.getOrDefault(both, configured.getOrDefault(shown.architecture(), List.of()));
        if (!set.isEmpty() || isAtHome(real, shown)) {
            return set;
        }
        return usual(shown).stream()
                .flatMap(name -> find.apply(name).stream())
                .findFirst()
                .map(file -> List.of(file.toString()))
                .orElse(List.of());
    }

    /** The programs that are looked for when nobody named one, in their order. */
    public static List<String> usual(Machine shown) {
        return shown.os().equals("windows")
                ? WINE
                : List.of("qemu-" + shown.architecture() + "-static", "qemu-" + shown.architecture());
    }

    /** Whether kernels of that machine may well run on this one without help. */
    public static boolean isAtHome(Machine real, Machine shown) {
        return real.os().equals(shown.os()) && real.architecture().equals(shown.architecture());
    }

    /** Looks for a program as a shell would. */
    public static Function<String, Optional<Path>> onPath(String path) {
        List<Path> directories = new ArrayList<>();
        for (String directory : path.split(":", -1)) {
            if (directory.startsWith("/")) {
                directories.add(Path.of(directory));
            }
        }
        return name -> directories.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
