package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hpvm.minicluster.DeletedTree;

/**
 * Files that were not there when the test began. A file that another live process has open, mapped or bound is somebody
 * else's: several test runs may share a machine. Not thread-safe.
 */
final class LeftFiles implements Watch {
    private final List<Place> places;
    private final Duration patience;
    private final Set<Path> known = new TreeSet<>();

    LeftFiles(List<Place> places, Duration patience) {
        this.places = List.copyOf(places);
        this.patience = patience;
    }

    @Override
    public String kind() {
        return "files";
    }

    @Override
    public Duration patience() {
        return patience;
    }

    @Override
    public void begin() throws IOException {
        known.clear();
        known.addAll(present());
    }

    @Override
    public List<String> left() throws IOException {
        return added().stream().map(Path::toString).toList();
    }

    @Override
    public void clean() throws IOException {
        for (Path path : added()) {
            DeletedTree.delete(path);
        }
    }

    private Set<Path> added() throws IOException {
        Set<Path> added = present();
        added.removeAll(known);
        if (!added.isEmpty()) {
            OpenFiles open = OpenFiles.ofOthers();
            added.removeIf(open::use);
        }
        return added;
    }

    private Set<Path> present() throws IOException {
        Set<Path> present = new TreeSet<>();
        for (Place place : places) {
            present.addAll(place.present());
        }
        return present;
    }

    /**
     * A directory, and which names in it are watched.
     *
     * @param glob as {@link Files#newDirectoryStream(Path, String)} reads it
     * @param except a prefix of names that are not watched; empty for none
     */
    record Place(Path directory, String glob, String except) {
        Set<Path> present() throws IOException {
            Set<Path> present = new TreeSet<>();
            if (Files.isDirectory(directory)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
                    entries.forEach(present::add);
                }
            }
            present.removeIf(
                    path -> !except.isEmpty() && path.getFileName().toString().startsWith(except));
            return present;
        }
    }
}
