package org.hpvm.minicluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories of a cluster.
 *
 * @param made whether the cluster made the directory itself, and so removes it
 */
public record ClusterFiles(Path directory, boolean made) implements AutoCloseable {
    private static final List<String> OWN = List.of("conf", "daemons", "hdfs", "lib", "tmp", "yarn");

    /** Makes the directory, and removes what a cluster left there that was killed. */
    public static ClusterFiles make(Path directory) throws IOException {
        boolean made = Files.notExists(directory);
        Files.createDirectories(directory);
        ClusterFiles files = new ClusterFiles(directory, made);
        files.clear();
        Files.createDirectories(files.tmp());
        return files;
    }

    /** For clients. */
    public Path conf() {
        return directory.resolve("conf");
    }

    /** Links to jars, if no directory of jars is named. */
    public Path lib() {
        return directory.resolve("lib");
    }

    /** One directory for each daemon of a process of its own. */
    public Path daemons() {
        return directory.resolve("daemons");
    }

    public Path tmp() {
        return directory.resolve("tmp");
    }

    /** The NodeManagers' directories, one for each machine. */
    public Path yarn() {
        return directory.resolve("yarn");
    }

    @Override
    public void close() throws IOException {
        clear();
        if (made) {
            DeletedTree.delete(directory);
        }
    }

    private void clear() throws IOException {
        for (String name : OWN) {
            DeletedTree.delete(directory.resolve(name));
        }
    }
}
