package org.hpvm.yarn.gateway;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.container.kernel.KernelStore;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.TreeReader;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Storage;

/** Finds the kernel trees that a parent names, checks them, and puts them into HDFS; remembers what has not changed. */
final class TreeStore {
    private final Storage storage;
    private final String defaultTree;
    private final Map<Path, Known> known = new HashMap<>();

    private record Known(String fingerprint, KernelTree tree) {}

    /** @param defaultTree stands for the tree {@code ""}; may be empty */
    TreeStore(Storage storage, String defaultTree) {
        this.storage = storage;
        this.defaultTree = defaultTree;
    }

    /**
     * A tree whose leaves are all in HDFS.
     *
     * @param tree a directory, of this machine or a URI; empty for the default
     * @param directory against which a relative tree counts
     * @param program the parent's own file, whose name with {@code .kernels} is the last resort
     */
    KernelTree get(String tree, String directory, String program) throws IOException {
        String named = !tree.isEmpty() ? tree : !defaultTree.isEmpty() ? defaultTree : program + ".kernels";
        Path path = path(named, directory);
        try {
            return get(path);
        } catch (IOException e) {
            throw HpvmException.of(e, ErrorCode.TREE, "read kernel tree " + path);
        }
    }

    private KernelTree get(Path path) throws IOException {
        FileSystem files = path.getFileSystem(storage.configuration());
        String fingerprint = fingerprint(files, path);
        Known before = known.get(path);
        if (before != null && before.fingerprint().equals(fingerprint)) {
            return before.tree();
        }
        KernelTree read = TreeReader.read(files, path);
        new KernelStore(storage.files(), storage.root()).put(files, path, read);
        known.put(path, new Known(fingerprint, read));
        return read;
    }

    private static Path path(String named, String directory) throws HpvmException {
        try {
            if (named.matches("[a-z][a-z0-9+.-]+:.*")) {
                return new Path(named);
            }
            return new Path(
                    java.nio.file.Path.of(directory).resolve(named).normalize().toUri());
        } catch (IllegalArgumentException e) {
            String kind = e instanceof InvalidPathException ? "no path" : "no URI";
            throw new HpvmException(
                    ErrorCode.TREE,
                    "find kernel tree \"" + named.replaceAll("\\p{Cntrl}", "?") + "\": it is " + kind,
                    e);
        }
    }

    /** Names, sizes and times of all files: while they are the same, so is the tree. */
    private static String fingerprint(FileSystem files, Path path) throws IOException {
        StringBuilder seen = new StringBuilder();
        try {
            look(files, path, seen);
        } catch (FileNotFoundException e) {
            return ""; // reading the tree tells what is missing
        }
        return seen.toString();
    }

    /** Not by {@code listFiles}: of local files that wants the permissions, for which Hadoop starts a process each. */
    private static void look(FileSystem files, Path directory, StringBuilder seen) throws IOException {
        for (FileStatus entry : files.listStatus(directory)) {
            seen.append(entry.getPath())
                    .append(' ')
                    .append(entry.getLen())
                    .append(' ')
                    .append(entry.getModificationTime())
                    .append('\n');
            if (entry.isDirectory()) {
                look(files, entry.getPath(), seen);
            }
        }
    }
}
