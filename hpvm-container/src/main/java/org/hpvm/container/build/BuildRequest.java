package org.hpvm.container.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * What is built, and how, for whatever leaf.
 *
 * @param sources in C
 * @param tree the directory of the tree, which is made
 * @param isFast gives up that all leaves compute the same bits
 * @param flags the user's own, for every compiler
 */
public record BuildRequest(List<Path> sources, Path tree, boolean isFast, List<String> flags) {
    /** Without contraction a multiplication and an addition round twice on every machine. */
    private static final List<String> USUAL = List.of("-O2", "-ffp-contract=off");

    private static final List<String> FAST = List.of("-O3", "-ffp-contract=fast");

    public BuildRequest {
        sources = sources.stream()
                .map(source -> source.toAbsolutePath().normalize())
                .toList();
        flags = List.copyOf(flags);
    }

    /**
     * The same, if it can be built.
     *
     * @throws HpvmException naming everything that is wrong with it
     */
    public BuildRequest checked() throws HpvmException {
        List<String> faults = new ArrayList<>();
        if (sources.isEmpty()) {
            faults.add("no source is named");
        }
        for (Path source : sources) {
            if (!source.toString().endsWith(".c")) {
                faults.add(source + " is no C source: its name does not end in .c");
            } else if (!Files.isReadable(source)) {
                faults.add("there is no file " + source + ", or it cannot be read");
            }
        }
        if (Files.exists(tree) && !Files.isDirectory(tree)) {
            faults.add(tree + " is a file, not a directory");
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "build kernel tree " + tree + ": " + String.join("; ", faults));
        }
        return this;
    }

    /** Behind the flags of the leaf. */
    List<String> compileFlags() {
        List<String> all = new ArrayList<>(isFast ? FAST : USUAL);
        flags.stream().filter(flag -> !isForLinker(flag)).forEach(all::add);
        return all;
    }

    /** Behind the objects. */
    List<String> linkFlags() {
        return flags;
    }

    private static boolean isForLinker(String flag) {
        return flag.startsWith("-l") || flag.startsWith("-L") || flag.startsWith("-Wl,");
    }
}
