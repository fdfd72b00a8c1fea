package org.hpvm.minicluster.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final String MADE = " made";
    private static final Pattern HOLDER = Pattern.compile("^[0-9]+");
    private static final int MOST_BYTES = 100;

    /**
     * Takes the directory, and clears it of a cluster that was killed.
     *
     * @return empty if a live process has it
     */
    static Optional<ClusterDirectory> take(Path path) throws IOException, InterruptedException, UsageException {
        boolean made = Files.notExists(path);
        Files.createDirectories(path);
        refuseForeign(path);
        FileChannel channel = FileChannel.open(
                path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        // The owner before may have removed the file between our opening it and our locking it.
        if (lock == null || Files.notExists(path.resolve(LOCK))) {
            channel.close();
            return Optional.empty();
        }
        // Noted, so that the directory goes also if this process is killed and a later one clears up.
        boolean goes = made || read(channel).endsWith(MADE);
        write(channel, ProcessHandle.current().pid() + (goes ? MADE : ""));
        ClusterDirectory directory = new ClusterDirectory(path, goes, channel);
        directory.clear();
        return Optional.of(directory);
    }

    /** The process that has the directory, if any. */
    static Optional<ProcessHandle> holder(Path path) throws IOException {
        if (Files.notExists(path.resolve(LOCK))) {
            return Optional.empty();
        }
        try (FileChannel channel =
                        FileChannel.open(path.resolve(LOCK), StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            Matcher pid = HOLDER.matcher(lock == null ? read(channel) : "");
            return pid.find() ? ProcessHandle.of(Long.parseLong(pid.group())) : Optional.empty();
        }
    }

    /** Clears the directory of a cluster that was killed; does nothing if there is none, or a live process has it. */
    static void clearAfterKill(Path path) throws IOException, InterruptedException, UsageException {
        if (Files.exists(path.resolve(LOCK))) {
            Optional<ClusterDirectory> left = take(path);
            if (left.isPresent()) {
                left.get().close();
            }
        }
    }

    /** Through the channel that has the lock: to close another would give the lock back. */
    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MOST_BYTES);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
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
