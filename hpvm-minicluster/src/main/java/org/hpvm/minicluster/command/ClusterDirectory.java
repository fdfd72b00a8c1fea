package org.hpvm.minicluster.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.hpvm.minicluster.ClusterFiles;
import org.hpvm.minicluster.MarkedProcesses;

/**
 * A directory held for one cluster: whoever has locked {@code cluster.lock} may write there. The kernel gives the lock
 * back when its process ends, however it ends.
 *
 * @param made whether the directory was made for the cluster, and so goes with it
 */
record ClusterDirectory(Path path, boolean made, FileChannel channel) implements AutoCloseable {
    private static final String LOCK = "cluster.lock";

    /**
     * Takes the directory, and clears it of a cluster that was killed.
     *
     * @return empty if a live process has it
     */
    static Optional<ClusterDirectory> take(Path path) throws IOException, InterruptedException, UsageException {
        boolean made = Files.notExists(path);
        Files.createDirectories(path);
        refuseForeign(path);
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        // The owner before may have removed the file between our opening it and our locking it.
        if (lock == null || Files.notExists(path.resolve(LOCK))) {
            channel.close();
            return Optional.empty();
        }
        if (made) {
            // A byte, so that the directory goes also if this process is killed and a later one clears up.
            channel.write(ByteBuffer.allocate(1));
        }
        ClusterDirectory directory = new ClusterDirectory(path, channel.size() > 0, channel);
        directory.clear();
        return Optional.of(directory);
    }

    Path log() {
        return path.resolve("cluster.log");
    }

    /** Removes all that a cluster left, also its processes. */
    @Override
    public void close() throws IOException {
        try (channel) {
            clear();
            Files.deleteIfExists(path.resolve(LOCK));
            if (made) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException e) {
            throw new IOException("remove " + path + ": somebody else put files there", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void clear() throws IOException, InterruptedException {
        String marker = ClusterRecord.read(path)
                .map(ClusterRecord::marker)
                .orElse(UUID.randomUUID().toString());
        try (ClusterFiles files = new ClusterFiles(path, false)) {
            new MarkedProcesses(marker, files.yarn()).kill();
        }
        Files.deleteIfExists(ClusterRecord.file(path));
        Files.deleteIfExists(log());
    }

    private static void refuseForeign(Path path) throws IOException, UsageException {
        try (Stream<Path> files = Files.list(path)) {
            if (Files.notExists(path.resolve(LOCK)) && files.findAny().isPresent()) {
                throw new UsageException(path + " holds files that are not a cluster's; name an empty directory");
            }
        }
    }
}
