package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a gateway's socket, which only its user may enter. Who holds the lock in it is alive: the kernel
 * gives the lock back however a process ends, so the next gateway sees what a killed one has left, and removes it.
 */
record GatewayDirectory(Path path, FileChannel lock) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayDirectory.class);
    private static final String PREFIX = "hpvm-";
    private static final String GLOB = PREFIX + "????????-????-????-????-????????????";
    private static final String LOCK = "lock";
    private static final String SOCKET = "socket";

    /** This process's own: to open and close a lock's file would give back the lock. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    /** Makes one, and removes those that nobody holds any more. */
    static GatewayDirectory make(Path parent) throws IOException {
        clear(parent);
        String name = PREFIX + UUID.randomUUID();
        // Under a name that nobody looks for, until it is locked.
        Path made = Files.createDirectory(
                parent.resolve('.' + name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        FileChannel lock =
                FileChannel.open(made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        Path path = parent.resolve(name);
        OWN.add(path);
        Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        return new GatewayDirectory(path, lock);
    }

    /** A socket's path has at most 107 bytes. */
    Path socket() {
        return path.resolve(SOCKET);
    }

    private static void clear(Path parent) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, GLOB)) {
            for (Path directory : directories) {
                if (!OWN.contains(directory) && isOurs(directory)) {
                    clearIfLeft(directory);
                }
            }
        } catch (IOException e) {
            LOG.debug("look for what gateways left in {}", parent, e);
        }
    }

    /** Of this user, or of one whom root may clean up after. */
    private static boolean isOurs(Path directory) {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && Files.isWritable(directory);
    }

    private static void clearIfLeft(Path directory) {
        try (FileChannel lock =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(directory);
            }
        } catch (IOException e) {
            LOG.debug("remove what a gateway left in {}", directory, e);
        }
    }

    private static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(SOCKET));
        Files.deleteIfExists(directory.resolve(LOCK));
        Files.deleteIfExists(directory);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(path);
        } finally {
            OWN.remove(path);
        }
    }
}
