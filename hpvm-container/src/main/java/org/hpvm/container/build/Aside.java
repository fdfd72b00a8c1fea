package org.hpvm.container.build;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A directory for what is not finished, beside what it will become, so that a rename publishes it. Closing it removes
 * it with all that it holds.
 */
record Aside(Path path) implements Closeable {

    static Aside in(Path parent) throws IOException {
        return new Aside(Files.createDirectories(parent.resolve("_tmp-" + UUID.randomUUID())));
    }

    @Override
    public void close() throws IOException {
        remove(path);
    }

    /** Removes a directory, if it is there. */
    static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
