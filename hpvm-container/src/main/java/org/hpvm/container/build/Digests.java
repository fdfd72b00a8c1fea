package org.hpvm.container.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hpvm.container.kernel.Sha256;

/** Digests of the files that a build reads; all leaves include the same headers, so each is read once. Thread-safe. */
final class Digests {
    private static final String MISSING = "missing";

    private final Map<Path, String> known = new ConcurrentHashMap<>();

    /** The digest of a file's content; a word that is no digest if there is no such file. */
    String of(Path file) throws IOException {
        String digest = known.get(file);
        if (digest == null) {
            digest = Files.isRegularFile(file) ? Sha256.of(file) : MISSING;
            known.put(file, digest);
        }
        return digest;
    }

    /** One digest for the content of several files, whatever they are called. */
    String ofContent(Iterable<Path> files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(of(file)).append('\n');
        }
        return Sha256.ofText(all.toString());
    }

    /** One digest for the content of several files and their names. */
    String of(Iterable<Path> files) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(file).append(' ').append(of(file)).append('\n');
        }
        return Sha256.ofText(all.toString());
    }
}
