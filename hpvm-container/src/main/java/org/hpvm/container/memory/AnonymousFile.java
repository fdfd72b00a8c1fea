package org.hpvm.container.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that other processes may map and that nobody has to clean up: its name is removed at once, and others open it
 * through {@code /proc/<pid>/fd/<n>}. When the last process that holds it ends, however it ends, the space is free.
 */
public final class AnonymousFile implements AutoCloseable {
    private final FileChannel channel;
    private final Path path;

    private AnonymousFile(FileChannel channel, Path path) {
        this.channel = channel;
        this.path = path;
    }

    /**
     * Makes an empty file.
     *
     * @param directory decides which file system it is in
     */
    public static AnonymousFile create(Path directory) throws IOException {
        Path name = directory.resolve("hpvm-" + UUID.randomUUID());
        FileChannel channel = FileChannel.open(
                name, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new AnonymousFile(channel, descriptorOf(name));
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(name);
        }
    }

    public FileChannel channel() {
        return channel;
    }

    /** Where other processes of this user open it. */
    public Path path() {
        return path;
    }

    /** Sets the length; what is added reads as zeros and takes no space until it is written. */
    public void resize(long bytes) throws IOException {
        if (bytes < channel.size()) {
            channel.truncate(bytes);
        } else if (bytes > channel.size()) {
            channel.write(ByteBuffer.allocate(1), bytes - 1);
        }
    }

    /** Java does not tell a channel's descriptor; the kernel does. */
    private static Path descriptorOf(Path name) throws IOException {
        Path real = name.toRealPath();
        Path descriptors =
                Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                if (real.equals(target(descriptor))) {
                    return descriptor;
                }
            }
        }
        throw new IOException("find the descriptor of " + name + ": it is not in " + descriptors);
    }

    private static @Nullable Path target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (NoSuchFileException e) {
            return null; // closed meanwhile by another thread
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
