package org.hpvm.container.build;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hpvm.container.kernel.Sha256;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The C library for kernels, made by its own makefile for each compiler that needs it, and kept: by the content of its
 * sources and all that makes the compiler what it is. Thread-safe, also among processes.
 */
final class KernelLibraries {
    private final SdkSources sources;
    private final Path cache;
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    /** @param cache a directory, which is made */
    KernelLibraries(SdkSources sources, Path cache) {
        this.sources = sources;
        this.cache = cache;
    }

    /** A library that is there: its key, and the directory of its {@code include} and {@code lib}. */
    record Library(String key, Path directory) {

        List<String> compileFlags() {
            return List.of("-I" + directory.resolve("include"));
        }

        List<String> linkFlags() {
            return List.of("-L" + directory.resolve("lib"), "-lhpvmkernel", "-lm", "-lpthread");
        }
    }

    /** Stands for the library's content. */
    String key(Compiler compiler) {
        return Sha256.ofText(sources.digest() + "\n" + compiler.identity());
    }

    /**
     * The library for a compiler; it is made if nobody has made it before.
     *
     * @throws HpvmException with what the compiler said, if it cannot be made
     */
    Library get(Compiler compiler) throws IOException, InterruptedException {
        String key = key(compiler);
        Library library = new Library(key, cache.resolve("kernel-library-" + key.substring(0, 16)));
        synchronized (locks.computeIfAbsent(key, unused -> new Object())) {
            if (!Files.exists(library.directory())) {
                make(compiler, library.directory());
            }
        }
        return library;
    }

    private void make(Compiler compiler, Path directory) throws IOException, InterruptedException {
        try (Aside aside = Aside.in(cache)) {
            Path made = aside.path().resolve("made");
            sources.write(aside.path().resolve("source"));
            ToolRun run = ToolRun.of(List.of(
                    "make",
                    "--silent",
                    "--directory=" + aside.path().resolve("source"),
                    "OUT=" + made,
                    "CC=" + String.join(" ", compiler.call(List.of())),
                    "AR=" + archiver(compiler),
                    // A compiler of another age warns of other things.
                    "CFLAGS=-Wno-error",
                    made.resolve("lib/libhpvmkernel.a").toString(),
                    made.resolve("include/hpvm.h").toString()));
            if (!run.isGood()) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        "build the C library for kernels with " + compiler.command() + ": " + run.output());
            }
            Aside.remove(made.resolve("obj"));
            Files.move(made, directory);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process was first with the same content.
            return;
        }
    }

    /** A compiler knows the archiver that goes with it. */
    private static String archiver(Compiler compiler) throws IOException, InterruptedException {
        return ToolRun.of(compiler.call(List.of("-print-prog-name=ar"))).output();
    }
}
