package org.hpvm.container.build;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

/**
 * The rows of {@code toolchains.properties}.
 *
 * @param usual by leaf
 * @param byFamily those that take the place of usual ones when their family's word is said
 * @param packagesByProgram what to install to get a compiler
 */
public record Toolchains(
        Map<String, Toolchain> usual,
        Map<String, Map<String, Toolchain>> byFamily,
        Map<String, List<String>> packagesByProgram) {
    private static final String PACKAGES = "packages";

    public Toolchains {
        usual = Map.copyOf(usual);
        byFamily = Map.copyOf(byFamily);
        packagesByProgram = Map.copyOf(packagesByProgram);
    }

    /**
     * Reads the file.
     *
     * @param name of the file, for the sentence
     * @throws HpvmException naming every row that is wrong
     */
    public static Toolchains read(Reader text, String name) throws IOException {
        Properties rows = new Properties();
        try {
            rows.load(text);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, "read " + name + ": " + e.getMessage(), e);
        }
        Map<String, Toolchain> usual = new TreeMap<>();
        Map<String, Map<String, Toolchain>> byFamily = new TreeMap<>();
        Map<String, List<String>> packages = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (String key : rows.stringPropertyNames()) {
            String value = rows.getProperty(key).strip();
            String[] parts = key.split("/", -1);
            try {
                if (parts.length == 2 && parts[0].equals(PACKAGES)) {
                    packages.put(parts[1], List.of(value.split("\\s+")));
                } else if (parts.length == 3) {
                    usual.put(key, toolchain(key, value));
                } else if (parts.length == 4) {
                    String leaf = key.substring(key.indexOf('/') + 1);
                    byFamily.computeIfAbsent(parts[0], unused -> new TreeMap<>())
                            .put(leaf, toolchain(leaf, value));
                } else {
                    throw new IllegalArgumentException("it is not architecture/os/optimization, nor packages/compiler");
                }
            } catch (IllegalArgumentException e) {
                faults.add(key + ": " + e.getMessage());
            }
        }
        if (!faults.isEmpty()) {
            faults.sort(null);
            throw new HpvmException(ErrorCode.INVALID, "read " + name + ": " + String.join("; ", faults));
        }
        return new Toolchains(usual, byFamily, packages);
    }

    private static Toolchain toolchain(String leaf, String value) {
        return new Toolchain(
                LeafPath.parse(leaf),
                Arrays.stream(value.split(Pattern.quote("|"), -1))
                        .map(CompilerCommand::parse)
                        .toList());
    }

    /**
     * The rows in the order of their leaves.
     *
     * @param family whose rows go before the usual ones
     * @throws HpvmException if there is no such family
     */
    public List<Toolchain> rows(Optional<String> family) throws HpvmException {
        Map<String, Toolchain> rows = new TreeMap<>(usual);
        if (family.isPresent()) {
            Map<String, Toolchain> chosen = byFamily.get(family.get());
            if (chosen == null) {
                String hint = byFamily.isEmpty()
                        ? "there are none"
                        : "did you mean " + Nearest.to(family.get(), byFamily.keySet()) + "?";
                throw new HpvmException(
                        ErrorCode.INVALID, "find the toolchains of \"" + family.get() + "\": no row has that; " + hint);
            }
            rows.putAll(chosen);
        }
        return List.copyOf(rows.values());
    }

    /** The packages that bring a row's first compiler; empty if the file does not say. */
    List<String> packages(Toolchain toolchain) {
        return packagesByProgram.getOrDefault(toolchain.compilers().get(0).program(), List.of());
    }
}
