package org.hpvm.container.build;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hpvm.container.kernel.BinaryHeader;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.Sha256;
import org.hpvm.error.HpvmException;

/** Builds single leaves of one tree, unless they are up to date. Thread-safe. */
final class LeafBuilder {
    private final BuildRequest request;
    private final Toolchains toolchains;
    private final Compilers compilers;
    private final KernelLibraries libraries;
    private final Path aside;
    private final Digests digests = new Digests();

    /** @param aside a directory in the tree, for what is not finished */
    LeafBuilder(
            BuildRequest request, Toolchains toolchains, Compilers compilers, KernelLibraries libraries, Path aside) {
        this.request = request;
        this.toolchains = toolchains;
        this.compilers = compilers;
        this.libraries = libraries;
        this.aside = aside;
    }

    /** What a compiler or a linker refused. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String said) {
            super(said);
        }

        String said() {
            return String.valueOf(getMessage());
        }
    }

    LeafOutcome build(Toolchain toolchain) throws IOException, InterruptedException {
        Path directory = request.tree().resolve(toolchain.leaf().toString());
        for (Compiler compiler : compilers.installed(toolchain)) {
            if (isUpToDate(directory, compiler, toolchain)) {
                return new LeafOutcome.UpToDate();
            }
        }
        Compilers.Choice choice = compilers.choose(toolchain, aside);
        if (choice.compiler().isEmpty()) {
            return new LeafOutcome.Missing(choice.whyNone(), toolchains.packages(toolchain));
        }
        long began = System.nanoTime();
        try {
            String warnings = build(toolchain, choice.compiler().get(), directory);
            return new LeafOutcome.Built(Duration.ofNanos(System.nanoTime() - began), warnings);
        } catch (RefusedException e) {
            Aside.remove(directory);
            return new LeafOutcome.Failed(e.said());
        } catch (HpvmException e) {
            Aside.remove(directory);
            return new LeafOutcome.Failed(String.valueOf(e.getMessage()));
        }
    }

    private boolean isUpToDate(Path directory, Compiler compiler, Toolchain toolchain) throws IOException {
        Optional<BuildRecord> before = BuildRecord.read(directory);
        Path kernel = directory.resolve(Leaf.fileName(toolchain.leaf()));
        return before.isPresent()
                && Files.isRegularFile(kernel)
                && before.get()
                        .fingerprint()
                        .equals(fingerprint(compiler, before.get().inputs()))
                && before.get().kernel().equals(Sha256.of(kernel));
    }

    private String fingerprint(Compiler compiler, Collection<Path> inputs) throws IOException {
        return Sha256.ofText(String.join(
                "\n",
                compiler.identity(),
                libraries.key(compiler),
                request.sources().toString(),
                request.compileFlags().toString(),
                request.linkFlags().toString(),
                digests.of(inputs)));
    }

    private String build(Toolchain toolchain, Compiler compiler, Path directory)
            throws IOException, InterruptedException, RefusedException {
        KernelLibraries.Library library = libraries.get(compiler);
        List<String> warnings = new ArrayList<>();
        TreeSet<Path> inputs = new TreeSet<>();
        try (Aside here = Aside.in(aside)) {
            List<String> objects = new ArrayList<>();
            for (Path source : request.sources()) {
                Path object = here.path().resolve(objects.size() + ".o");
                Path rule = here.path().resolve("rule");
                List<String> call = new ArrayList<>(request.compileFlags());
                call.addAll(library.compileFlags());
                call.addAll(List.of("-MD", "-MF", rule.toString(), "-c", source.toString(), "-o", object.toString()));
                warnings.add(run(compiler.call(call)));
                inputs.addAll(MadeDependencies.parse(
                        Files.readString(rule), Path.of("").toAbsolutePath()));
                objects.add(object.toString());
            }
            String name = Leaf.fileName(toolchain.leaf());
            Path kernel = here.path().resolve(name);
            List<String> link = new ArrayList<>(request.compileFlags());
            link.add("-static");
            link.addAll(objects);
            link.addAll(request.linkFlags());
            link.addAll(library.linkFlags());
            link.addAll(List.of("-o", kernel.toString()));
            warnings.add(run(compiler.call(link)));
            requireFit(toolchain, kernel);
            publish(toolchain, compiler, kernel, inputs, directory);
        }
        warnings.removeIf(String::isEmpty);
        return String.join("\n", warnings);
    }

    private static String run(List<String> words) throws IOException, InterruptedException, RefusedException {
        ToolRun run = ToolRun.of(words);
        if (!run.isGood()) {
            throw new RefusedException(
                    run.output().isEmpty() ? words.get(0) + " ended with " + run.status() : run.output());
        }
        return run.output();
    }

    /** The compiler's own flags were tried before; the user's may have made it another program. */
    private static void requireFit(Toolchain toolchain, Path kernel) throws IOException, RefusedException {
        try {
            BinaryHeader header = BinaryHeader.parse(ByteBuffer.wrap(Files.readAllBytes(kernel)), Files.size(kernel));
            if (!header.fits(toolchain.leaf())) {
                throw new RefusedException("the flags make it a program for " + header);
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException("of what the compiler made, " + e.getMessage());
        }
    }

    private void publish(Toolchain toolchain, Compiler compiler, Path kernel, Set<Path> inputs, Path directory)
            throws IOException {
        BuildRecord record = new BuildRecord(
                Sha256.of(kernel),
                fingerprint(compiler, inputs),
                digests.ofContent(request.sources()),
                compiler.version(),
                compiler.command() + " " + String.join(" ", request.compileFlags()),
                List.copyOf(inputs));
        Files.createDirectories(directory);
        Files.move(
                kernel,
                directory.resolve(Leaf.fileName(toolchain.leaf())),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        record.write(directory);
    }
}
