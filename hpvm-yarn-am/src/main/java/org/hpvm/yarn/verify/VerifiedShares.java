package org.hpvm.yarn.verify;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.sdk.HpvmSession;
import org.hpvm.sdk.SharedMemory;

/** The shares of a verification, in a directory that is removed at its end. Not thread-safe. */
final class VerifiedShares implements AutoCloseable {
    private final Path directory;
    private final List<VerifiedShare> shares = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    private VerifiedShares(Path directory) {
        this.directory = directory;
    }

    static VerifiedShares of(HpvmSession session, List<VerifyShare> wanted) throws IOException {
        VerifiedShares made = new VerifiedShares(Files.createTempDirectory("hpvm-verify-"));
        try {
            for (VerifyShare share : wanted) {
                made.add(session, share);
            }
            return made;
        } catch (IOException e) {
            try (made) {
                throw e;
            }
        }
    }

    private void add(HpvmSession session, VerifyShare share) throws IOException {
        SharedMemory memory = session.allocate(share.name().text(), share.type(), share.count());
        Path before = share.content().isPresent() ? share.content().get() : zeros(share);
        Path kept = directory.resolve(share.name() + "-kept");
        files.add(kept);
        shares.add(new VerifiedShare(share, memory, before, kept));
    }

    private Path zeros(VerifyShare share) throws IOException {
        Path file = directory.resolve(share.name() + "-before");
        files.add(file);
        try (FileChannel made = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            made.write(java.nio.ByteBuffer.allocate(1), share.bytes() - 1);
        }
        return file;
    }

    List<VerifiedShare> all() {
        return List.copyOf(shares);
    }

    void reset() throws IOException {
        for (VerifiedShare share : shares) {
            share.reset();
        }
    }

    void keep() throws IOException {
        for (VerifiedShare share : shares) {
            share.keep();
        }
    }

    /** Whether a run has changed any of them. */
    boolean isAnyChanged() throws IOException {
        for (VerifiedShare share : shares) {
            if (!share.from(share.before()).isNone()) {
                return true;
            }
        }
        return false;
    }

    /** Removes the files, not the memory, which is the session's. */
    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
