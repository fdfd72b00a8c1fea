package org.hpvm.container.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.hpvm.container.memory.AnonymousFile;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.model.RangeSet;

/**
 * One version of a share in a file that workers map, and the working copies made of it.
 *
 * <p>The image itself is only ever read by kernels (maps that are private or read-only). A kernel that maps a share for
 * writing gets the working copy of its spawn, shared by all processors; it is made anew from the image for each spawn,
 * so that what kernels scribbled and did not merge is not seen by the next. Not thread-safe; guarded by
 * {@link ShareImages}.
 */
final class Image implements AutoCloseable {
    private static final long ACCOUNT_BYTES = 64 << 10;
    /** A multiple of every page that Linux has: a map may reach to the end of its last page, and be read there. */
    private static final long PAGE_BYTES = 64 << 10;

    private final int number;
    private final String name;
    private final long size;
    private final ImagePlaces places;
    private final LongSupplier generations;
    private final AnonymousFile file;
    private final long generation;
    private final RangeSet written = new RangeSet();
    private final Set<Long> users = new HashSet<>();
    private final List<WorkingCopy> copies = new ArrayList<>();
    private long version;
    private boolean dropped;

    /** The file that the kernels of one spawn write into; {@code spawn} is 0 when it is free. */
    private static final class WorkingCopy {
        private final AnonymousFile file;
        private final long generation;
        private long spawn;

        WorkingCopy(AnonymousFile file, long generation) {
            this.file = file;
            this.generation = generation;
        }
    }

    /** A file to map, and the number that tells it from others that had the same path. */
    record Mapped(AnonymousFile file, long generation) {}

    Image(int number, String name, long size, ImagePlaces places, LongSupplier generations) throws IOException {
        this.number = number;
        this.name = name;
        this.size = size;
        this.places = places;
        this.generations = generations;
        this.file = places.create(name, new ByteSize(size));
        this.generation = generations.getAsLong();
        file.resize(fileBytes());
    }

    private long fileBytes() {
        return Math.max(PAGE_BYTES, Math.floorDiv(size + PAGE_BYTES - 1, PAGE_BYTES) * PAGE_BYTES);
    }

    ShareSource.Held held() {
        return new ShareSource.Held(number, version);
    }

    int number() {
        return number;
    }

    long version() {
        return version;
    }

    void setVersion(long newVersion) {
        version = newVersion;
    }

    /** Whether a spawn other than this one may be reading it. */
    boolean isUsedByOthersThan(long spawn) {
        return users.stream().anyMatch(user -> user != spawn);
    }

    /** The parent shares it no more: nobody will ask for it again. */
    void drop() {
        dropped = true;
    }

    /** Whether it was dropped, and no spawn reads it any more. */
    boolean isForgotten() {
        return dropped && users.isEmpty();
    }

    void use(long spawn) {
        users.add(spawn);
    }

    void release(long spawn) {
        users.remove(spawn);
        copies.stream().filter(copy -> copy.spawn == spawn).forEach(copy -> copy.spawn = 0);
    }

    Mapped readable() {
        return new Mapped(file, generation);
    }

    /** The spawn's working copy, made if there is none. */
    Mapped writable(long spawn) throws IOException {
        for (WorkingCopy copy : copies) {
            if (copy.spawn == spawn) {
                return new Mapped(copy.file, copy.generation);
            }
        }
        WorkingCopy copy = free();
        copy.file.resize(0);
        copy.file.resize(fileBytes());
        for (IdRange range : written.ranges()) {
            transfer(range.start(), range.end(), copy.file);
        }
        copy.spawn = spawn;
        return new Mapped(copy.file, copy.generation);
    }

    private WorkingCopy free() throws IOException {
        for (WorkingCopy copy : copies) {
            if (copy.spawn == 0) {
                return copy;
            }
        }
        WorkingCopy made = new WorkingCopy(places.create(name, new ByteSize(size)), generations.getAsLong());
        copies.add(made);
        return made;
    }

    private void transfer(long start, long end, AnonymousFile target) throws IOException {
        long at = start;
        target.channel().position(at);
        while (at < end) {
            at += file.channel().transferTo(at, end - at, target.channel());
        }
    }

    /** Forgets all content: every byte is zero again. */
    void clear() throws IOException {
        file.resize(0);
        file.resize(fileBytes());
        written.remove(0, size);
    }

    /** Where new content goes; it keeps account of which bytes are not zero. */
    ShareTarget target() {
        ShareTarget bytes = ShareTarget.of(file.channel());
        return new ShareTarget() {
            @Override
            public void write(long position, ByteBuffer content) throws IOException {
                account(position, position + content.remaining());
                bytes.write(position, content);
            }

            @Override
            public void clear(ByteRange range) throws IOException {
                accountCleared(range);
                bytes.clear(range);
            }
        };
    }

    /** In steps of 64 KiB, so that a million small pieces cost no million ranges. */
    private void account(long start, long end) {
        synchronized (written) {
            written.add(
                    start - start % ACCOUNT_BYTES, Math.min(size, end + ACCOUNT_BYTES - 1 - (end - 1) % ACCOUNT_BYTES));
        }
    }

    /** Whole steps inside the range; what stands at its ends may hold bytes that are not zero. */
    private void accountCleared(ByteRange range) {
        long start = range.start() + ACCOUNT_BYTES - 1 - (range.start() + ACCOUNT_BYTES - 1) % ACCOUNT_BYTES;
        long end = range.end() == size ? size : range.end() - range.end() % ACCOUNT_BYTES;
        if (start < end) {
            synchronized (written) {
                written.remove(start, end);
            }
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        for (WorkingCopy copy : copies) {
            copy.file.close();
        }
    }
}
