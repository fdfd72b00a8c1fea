package org.hpvm.container.kernel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hpvm.model.ByteSize;

/**
 * Keeps a directory of kernels within bounds. Several agents may do so at once: a file that is gone already is as good
 * as one that was removed.
 *
 * @param most what the kernels may take
 * @param clock that of the file times
 */
public record CacheUpkeep(ByteSize most, Clock clock) {
    /** Begins the name of a kernel that is being fetched. */
    static final String ASIDE = "_tmp-";

    /** No download takes so long: what is older was left by an agent that was killed. */
    private static final Duration TORN = Duration.ofHours(6);

    /** What was used within this time may be about to be started. */
    private static final Duration IN_USE = Duration.ofHours(1);

    private record Kept(Path file, long bytes, Instant used) {}

    /** A kernel was used: its time says when. */
    void used(Path kernel) throws IOException {
        try {
            Files.setLastModifiedTime(kernel, FileTime.from(clock.instant()));
        } catch (NoSuchFileException e) {
            // Another agent has made room; whoever opens the kernel fetches it again.
        }
    }

    /** Removes what is torn, and the kernels that were not used for longest, until so many bytes more have room. */
    void makeRoom(Path directory, long bytes) throws IOException {
        Instant now = clock.instant();
        List<Kept> kernels = new ArrayList<>();
        for (Kept kept : kept(directory)) {
            if (!kept.file().getFileName().toString().startsWith(ASIDE)) {
                kernels.add(kept);
            } else if (kept.used().isBefore(now.minus(TORN))) {
                Files.deleteIfExists(kept.file());
            }
        }
        kernels.sort(Comparator.comparing(Kept::used));
        long all = bytes + kernels.stream().mapToLong(Kept::bytes).sum();
        for (Kept oldest : kernels) {
            if (all > most.bytes() && oldest.used().isBefore(now.minus(IN_USE))) {
                Files.deleteIfExists(oldest.file());
                all -= oldest.bytes();
            }
        }
    }

    private static List<Kept> kept(Path directory) throws IOException {
        List<Kept> kept = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    BasicFileAttributes about = Files.readAttributes(file, BasicFileAttributes.class);
                    if (about.isRegularFile()) {
                        kept.add(new Kept(
                                file, about.size(), about.lastModifiedTime().toInstant()));
                    }
                } catch (NoSuchFileException e) {
                    // It has just gone.
                }
            }
        }
        return kept;
    }
}
