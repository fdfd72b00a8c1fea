package org.hpvm.container.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How a leaf was built. It stands beside the leaf, in {@value #FILE}, so that the two live and go together.
 *
 * @param kernel digest of the leaf itself
 * @param fingerprint digest of all that it was made from: compiler, flags, library, content of every file that was read
 * @param sources digest of the sources' content alone, the same for all leaves of one build
 * @param compiler as it tells its version
 * @param command the compiler and the flags, for people
 * @param inputs every file that was read, headers of the system included
 */
public record BuildRecord(
        String kernel, String fingerprint, String sources, String compiler, String command, List<Path> inputs) {
    static final String FILE = ".built";
    private static final int DEPTH_OF_RECORD = 4;
    private static final String FIRST_LINE = "hpvm-build 1";

    public BuildRecord {
        inputs = List.copyOf(inputs);
    }

    /** That of a leaf; empty if there is none, or it is not one. */
    public static Optional<BuildRecord> read(Path leafDirectory) throws IOException {
        Path file = leafDirectory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
        Map<String, String> values = new LinkedHashMap<>();
        List<Path> inputs = new ArrayList<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (line.startsWith("input ")) {
                inputs.add(Path.of(line.substring(space + 1)));
            } else if (space > 0) {
                values.put(line.substring(0, space), line.substring(space + 1));
            }
        }
        boolean isOurs = !lines.isEmpty() && lines.get(0).equals(FIRST_LINE);
        return isOurs
                ? Optional.of(new BuildRecord(
                        values.getOrDefault("kernel", ""),
                        values.getOrDefault("fingerprint", ""),
                        values.getOrDefault("sources", ""),
                        values.getOrDefault("compiler", ""),
                        values.getOrDefault("command", ""),
                        inputs))
                : Optional.empty();
    }

    /**
     * The leaves below a tree that were built from other sources than these.
     *
     * @param sources as a build names them
     */
    public static List<String> builtFromOthers(Path tree, List<Path> sources) throws IOException {
        String wanted = new Digests().ofContent(sources);
        List<String> others = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tree, DEPTH_OF_RECORD)) {
            for (Path file :
                    files.filter(found -> found.endsWith(FILE)).sorted().toList()) {
                Path leaf = file.resolveSibling("");
                Optional<BuildRecord> record = read(leaf);
                if (record.isPresent() && !record.get().sources().equals(wanted)) {
                    others.add(tree.relativize(leaf).toString());
                }
            }
        }
        return others;
    }

    void write(Path leafDirectory) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                FIRST_LINE,
                "kernel " + kernel,
                "fingerprint " + fingerprint,
                "sources " + sources,
                "compiler " + compiler,
                "command " + command));
        inputs.forEach(input -> lines.add("input " + input));
        Path aside = leafDirectory.resolve("_tmp-" + UUID.randomUUID());
        Files.write(aside, lines);
        Files.move(aside, leafDirectory.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }
}
