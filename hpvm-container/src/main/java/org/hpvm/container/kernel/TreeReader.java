package org.hpvm.container.kernel;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Reads a kernel tree from a directory, local or in HDFS, and checks all of it before any of it is used. Every fault is
 * told at once.
 */
public final class TreeReader {
    private static final int DEPTH = 3;
    private static final int BUFFER_BYTES = 128 << 10;

    private final FileSystem files;
    private final List<String> faults = new ArrayList<>();
    private final List<TreeReport.Found> leaves = new ArrayList<>();
    private final List<LeafPath> places = new ArrayList<>();

    private TreeReader(FileSystem files) {
        this.files = files;
    }

    /**
     * Reads a tree.
     *
     * @param directory holds {@code architecture/os/optimization/kernel} ({@code kernel.exe}, {@code kernel.jar})
     * @throws HpvmException with {@link ErrorCode#TREE}, naming the tree and every fault found
     */
    public static KernelTree read(FileSystem files, Path directory) throws IOException {
        return inspect(files, directory).tree();
    }

    /**
     * Looks at a tree.
     *
     * @throws HpvmException with {@link ErrorCode#TREE} if there is no such directory
     */
    public static TreeReport inspect(FileSystem files, Path directory) throws IOException {
        String name = directory.toUri().getPath();
        TreeReader reader = new TreeReader(files);
        try {
            if (!files.getFileStatus(directory).isDirectory()) {
                throw new HpvmException(ErrorCode.TREE, "read kernel tree " + name + ": it is a file, not a directory");
            }
        } catch (FileNotFoundException e) {
            throw new HpvmException(
                    ErrorCode.TREE,
                    "read kernel tree " + name + ": there is no such directory; build one with \"hpvm kernels build\"",
                    e);
        }
        reader.walk(directory, List.of());
        if (!reader.places.isEmpty() || reader.faults.isEmpty()) {
            reader.faults.addAll(KernelTree.faults(reader.places));
        }
        return new TreeReport(name, reader.leaves, reader.faults);
    }

    private void walk(Path directory, List<String> parts) throws IOException {
        FileStatus[] entries = files.listStatus(directory);
        java.util.Arrays.sort(entries, Comparator.comparing(FileStatus::getPath));
        for (FileStatus entry : entries) {
            String name = entry.getPath().getName();
            List<String> deeper = new ArrayList<>(parts);
            deeper.add(name);
            if (name.startsWith(".") || name.startsWith("_")) {
                continue;
            }
            if (!entry.isDirectory()) {
                faults.add(String.join("/", deeper) + " is a file where a directory belongs");
            } else if (deeper.size() < DEPTH) {
                walk(entry.getPath(), deeper);
            } else {
                leaf(entry.getPath(), String.join("/", deeper));
            }
        }
    }

    private void leaf(Path directory, String place) throws IOException {
        LeafPath path;
        try {
            path = LeafPath.parse(place);
        } catch (IllegalArgumentException e) {
            faults.add(place + ": " + e.getMessage());
            return;
        }
        places.add(path);
        Path file = new Path(directory, Leaf.fileName(path));
        try {
            FileStatus status = files.getFileStatus(file);
            if (status.isDirectory()) {
                throw new IllegalArgumentException("it is a directory");
            }
            leaves.add(checked(file, path, status.getLen()));
        } catch (FileNotFoundException e) {
            faults.add(place + " has no file \"" + Leaf.fileName(path) + "\"");
        } catch (IllegalArgumentException e) {
            faults.add(place + "/" + Leaf.fileName(path) + ": " + e.getMessage());
        }
    }

    /** A leaf whose header fits its place. */
    private TreeReport.Found checked(Path file, LeafPath path, long bytes) throws IOException {
        try (InputStream in = files.open(file)) {
            byte[] start = in.readNBytes(BinaryHeader.BYTES_WANTED);
            BinaryHeader header = BinaryHeader.parse(ByteBuffer.wrap(start), bytes);
            if (!header.fits(path)) {
                throw new IllegalArgumentException(
                        "it is made for " + header + ", not for " + path.architecture() + "/" + path.os());
            }
            MessageDigest digest = Sha256.begin();
            digest.update(start);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return new TreeReport.Found(new Leaf(path, Sha256.text(digest), bytes), header);
        }
    }
}
