package org.hpvm.container.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The leaves that this machine has, by digest; kept over applications. Two agents that fetch the same leaf race for one
 * rename, and losing that race is success. A cached file that no longer has its digest is fetched again.
 */
public final class KernelCache {
    private static final String EXECUTABLE = "rwx------";
    private static final String ASIDE = "_tmp-";
    /** No download takes so long: what is older was left by an agent that was killed. */
    private static final Duration TORN = Duration.ofHours(6);

    private final FileSystem files;
    private final HpvmRoot root;
    private final Path directory;

    /** A cache in a local directory, which is made, for its owner alone, when it is first needed. */
    public KernelCache(FileSystem files, HpvmRoot root, Path directory) {
        this.files = files;
        this.root = root;
        this.directory = directory;
    }

    /**
     * The leaf as a local, executable file.
     *
     * @throws HpvmException with {@link ErrorCode#CHECKSUM} if HDFS holds other bytes under that digest
     */
    public Path fetch(Leaf leaf) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path cached = directory.resolve(leaf.sha256());
        if (Files.isExecutable(cached) && Sha256.of(cached).equals(leaf.sha256())) {
            return cached;
        }
        removeTorn();
        Path aside = directory.resolve(ASIDE + UUID.randomUUID());
        try {
            String found = download(leaf, aside);
            if (!found.equals(leaf.sha256())) {
                throw new HpvmException(
                        ErrorCode.CHECKSUM,
                        "fetch leaf " + leaf.path() + " from " + root.kernel(leaf.sha256()) + ": its SHA-256 is "
                                + found + "; the copy was dropped");
            }
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString(EXECUTABLE));
            Files.move(aside, cached, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            return cached;
        } finally {
            Files.deleteIfExists(aside);
        }
        return cached;
    }

    private void removeTorn() throws IOException {
        Instant limit = Instant.now().minus(TORN);
        try (DirectoryStream<Path> torn = Files.newDirectoryStream(directory, ASIDE + "*")) {
            for (Path file : torn) {
                if (Files.exists(file)
                        && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private String download(Leaf leaf, Path target) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = files.open(root.kernel(leaf.sha256()));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            in.transferTo(out);
        }
        return Sha256.text(digest);
    }
}
