package org.hpvm.container.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The leaves that this machine has, by digest; kept over applications. Two agents that fetch the same leaf race for one
 * rename, and losing that race is success. A cached file that no longer has its digest is fetched again; what was not
 * used for long goes when there is no room, {@link CacheUpkeep}.
 */
public final class KernelCache {
    private static final String EXECUTABLE = "rwx------";
    private static final String ASIDE = CacheUpkeep.ASIDE;

    private final FileSystem files;
    private final HpvmRoot root;
    private final Path directory;
    private final CacheUpkeep upkeep;

    /**
     * A cache in a local directory, which is made, for its owner alone, when it is first needed.
     *
     * @param upkeep what is done before a leaf is added
     */
    public KernelCache(FileSystem files, HpvmRoot root, Path directory, CacheUpkeep upkeep) {
        this.files = files;
        this.root = root;
        this.directory = directory;
        this.upkeep = upkeep;
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
            upkeep.used(cached);
            return cached;
        }
        upkeep.makeRoom(directory, leaf.bytes());
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

    private String download(Leaf leaf, Path target) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = files.open(root.kernel(leaf.sha256()));
                OutputStream out = new DigestOutputStream(Files.newOutputStream(target), digest)) {
            in.transferTo(out);
        }
        return Sha256.text(digest);
    }
}
