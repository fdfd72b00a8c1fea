package org.hpvm.minicluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes a directory and all in it. */
public final class DeletedTree {
    private DeletedTree() {}

    /** Follows no link; a tree that is not there is well. */
    public static void delete(Path root) throws IOException {
        List<Path> found;
        try (Stream<Path> tree = Files.walk(root)) {
            found = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (NoSuchFileException e) {
            return;
        }
        for (Path path : found) {
            Files.deleteIfExists(path);
        }
    }
}
