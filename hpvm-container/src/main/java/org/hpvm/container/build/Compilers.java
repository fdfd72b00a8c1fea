package org.hpvm.container.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.hpvm.container.kernel.BinaryHeader;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.LeafPath;

/** Finds the compilers of this machine. Thread-safe. */
final class Compilers {
    /** Needs the C library's headers and archives, so that a compiler without them is found out. */
    private static final String PROGRAM = """
            #include <math.h>
            #include <stdio.h>
            int main(int count, char **words) { return printf("%s %f", words[0], sqrt(count)) < 0; }
            """;

    private final List<Path> path;
    private final Map<Path, String> versions = new ConcurrentHashMap<>();

    /** @param path the directories of {@code PATH} */
    Compilers(List<Path> path) {
        this.path = List.copyOf(path);
    }

    /** A compiler that works, or why there is none. */
    record Choice(Optional<Compiler> compiler, String whyNone) {}

    /** Those of a row's compilers that are installed, in their order; whether they work is another question. */
    List<Compiler> installed(Toolchain toolchain) throws IOException, InterruptedException {
        List<Compiler> found = new ArrayList<>();
        for (CompilerCommand command : toolchain.compilers()) {
            Optional<Path> file = find(command.program());
            if (file.isPresent()) {
                found.add(new Compiler(command, file.get(), version(file.get())));
            }
        }
        return found;
    }

    /** The first of a row's compilers that makes programs for its leaf. */
    Choice choose(Toolchain toolchain, Path directory) throws IOException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        for (Compiler compiler : installed(toolchain)) {
            Optional<String> reason = unfit(compiler, toolchain.leaf(), directory);
            if (reason.isEmpty()) {
                return new Choice(Optional.of(compiler), "");
            }
            reasons.add(compiler.command() + ": " + reason.get());
        }
        String none = toolchain.compilers().get(0).program() + " is not installed";
        return new Choice(Optional.empty(), reasons.isEmpty() ? none : none + "; " + String.join("; ", reasons));
    }

    private Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        return path.stream()
                .map(directory -> directory.resolve(program))
                .filter(file -> Files.isExecutable(file) && !Files.isDirectory(file))
                .findFirst();
    }

    private String version(Path file) throws IOException, InterruptedException {
        String known = versions.get(file);
        if (known == null) {
            known = ToolRun.of(List.of(file.toString(), "--version"))
                    .output()
                    .lines()
                    .findFirst()
                    .orElse("");
            versions.put(file, known);
        }
        return known;
    }

    /** Why a compiler cannot make the leaf: a program of two lines tells. */
    private static Optional<String> unfit(Compiler compiler, LeafPath leaf, Path directory)
            throws IOException, InterruptedException {
        try (Aside aside = Aside.in(directory)) {
            Path source = aside.path().resolve("try.c");
            Path program = aside.path().resolve(Leaf.fileName(leaf));
            Files.writeString(source, PROGRAM);
            ToolRun run =
                    ToolRun.of(compiler.call(List.of("-static", source.toString(), "-o", program.toString(), "-lm")));
            if (!run.isGood()) {
                return Optional.of(run.output().lines().findFirst().orElse("it ended with " + run.status()));
            }
            BinaryHeader header = BinaryHeader.parse(ByteBuffer.wrap(Files.readAllBytes(program)), Files.size(program));
            return header.fits(leaf) ? Optional.empty() : Optional.of("it makes programs for " + header);
        } catch (IllegalArgumentException e) {
            return Optional.of("of what it makes, " + e.getMessage());
        }
    }
}
