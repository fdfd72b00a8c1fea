package org.hpvm.container.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KernelCacheTest {
    private static final String PLACE = "x86_64/linux/generic";

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    @TempDir
    private Path directory;

    private final FileSystem files = new RawLocalFileSystem();

    @BeforeEach
    void openFileSystem() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @Test
    void fetchesALeafAsAnExecutableOfItsOwner() throws IOException {
        Leaf leaf = stored();

        Path fetched = cache().fetch(leaf);

        assertThat(Files.readAllBytes(fetched)).isEqualTo(ElfFile.X86_64.bytes(PLACE));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fetched)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("cache"))))
                .isEqualTo("rwx------");
    }

    @Test
    void fetchesALeafOnce() throws IOException {
        Leaf leaf = stored();
        Path first = cache().fetch(leaf);

        Files.delete(inStore(leaf));

        assertThat(cache().fetch(leaf)).isEqualTo(first);
    }

    @Test
    void fetchesALeafAgainThatWasDamagedInTheCache() throws IOException {
        Leaf leaf = stored();
        Path cached = cache().fetch(leaf);
        Files.writeString(cached, "damaged");

        cache().fetch(leaf);

        assertThat(Files.readAllBytes(cached)).isEqualTo(ElfFile.X86_64.bytes(PLACE));
    }

    @Test
    void fetchesALeafAgainThatMayNotBeExecuted() throws IOException {
        Leaf leaf = stored();
        Path cached = cache().fetch(leaf);
        Files.setPosixFilePermissions(cached, PosixFilePermissions.fromString("rw-------"));

        assertThat(Files.isExecutable(cache().fetch(leaf))).isTrue();
    }

    @Test
    void aDownloadThatBreaksOffLeavesNothingAndTheNextOneSucceeds() throws IOException {
        Leaf leaf = stored();
        FileSystem breaking = new BreakingFileSystem(files, 100);
        KernelCache torn = new KernelCache(breaking, root(), directory.resolve("cache"), upkeep(1 << 20));

        assertThatThrownBy(() -> torn.fetch(leaf))
                .isInstanceOf(IOException.class)
                .hasMessage("the line broke");
        assertThat(inCache()).isEmpty();
        assertThat(Files.readAllBytes(cache().fetch(leaf))).isEqualTo(ElfFile.X86_64.bytes(PLACE));
    }

    @Test
    void whatAKilledAgentLeftHalfFetchedGoesInTime() throws IOException {
        Leaf leaf = stored();
        Path old = cached("_tmp-old", Duration.ofDays(1));
        Path young = cached("_tmp-young", Duration.ofHours(5));

        cache().fetch(leaf);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void whatWasNotUsedForLongestGoesWhenThereIsNoRoom() throws IOException {
        Leaf leaf = stored();
        Path oldest = cached("a", Duration.ofDays(3));
        Path older = cached("b", Duration.ofDays(2));
        Path old = cached("c", Duration.ofDays(1));
        long room = leaf.bytes() + 2 * Files.size(old);

        new KernelCache(files, root(), directory.resolve("cache"), upkeep(room)).fetch(leaf);

        assertThat(oldest).doesNotExist();
        assertThat(older).exists();
        assertThat(old).exists();
    }

    @Test
    void whatWasUsedJustNowStaysThoughThereIsNoRoom() throws IOException {
        Leaf leaf = stored();
        Path cached = cache().fetch(leaf);
        Files.setLastModifiedTime(cached, FileTime.from(CLOCK.instant().minus(Duration.ofDays(9))));
        Path young = cached("young", Duration.ofMinutes(59));

        cache().fetch(leaf);
        upkeep(1).makeRoom(directory.resolve("cache"), 1 << 20);

        assertThat(young).exists();
        assertThat(cached).as("fetching it again has used it").exists();
    }

    private Path cached(String name, Duration age) throws IOException {
        Path file = Files.createDirectories(directory.resolve("cache")).resolve(name);
        Files.writeString(file, "a kernel, or half of one");
        return Files.setLastModifiedTime(file, FileTime.from(CLOCK.instant().minus(age)));
    }

    /** Gives the first bytes of every file, then fails. */
    private static final class BreakingFileSystem extends FilterFileSystem {
        private final int bytes;

        BreakingFileSystem(FileSystem whole, int bytes) {
            super(whole);
            this.bytes = bytes;
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int bufferBytes) throws IOException {
            byte[] start = new byte[bytes];
            try (FSDataInputStream in = super.open(file, bufferBytes)) {
                in.readFully(0, start);
            }
            return new FSDataInputStream(new BreakingStream(start));
        }
    }

    private static final class BreakingStream extends FSInputStream {
        private final byte[] start;
        private int at;

        BreakingStream(byte[] start) {
            this.start = start;
        }

        @Override
        public int read() throws IOException {
            if (at == start.length) {
                throw new IOException("the line broke");
            }
            return Byte.toUnsignedInt(start[at++]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            into[offset] = (byte) read();
            return 1;
        }

        @Override
        public void seek(long position) {
            at = (int) position;
        }

        @Override
        public long getPos() {
            return at;
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }
    }

    @Test
    void otherBytesUnderTheDigestAreNotUsed() throws IOException {
        Leaf leaf = stored();
        Files.writeString(inStore(leaf), "something else");

        assertThatThrownBy(() -> cache().fetch(leaf))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKSUM))
                .hasMessageContaining("fetch leaf " + PLACE)
                .hasMessageContaining(leaf.sha256());
        assertThat(inCache()).isEmpty();
    }

    @Test
    void aLeafThatIsNotInTheStoreLeavesNothingBehind() throws IOException {
        Leaf leaf = stored();
        Files.delete(inStore(leaf));

        assertThatThrownBy(() -> cache().fetch(leaf)).isInstanceOf(FileNotFoundException.class);
        assertThat(inCache()).isEmpty();
    }

    @Test
    void fetchersThatRaceGetTheSameWholeFile() throws Exception {
        Leaf leaf = stored();
        int fetchers = 8;
        CountDownLatch start = new CountDownLatch(fetchers);
        ExecutorService threads = Executors.newFixedThreadPool(fetchers);
        try {
            List<Future<Path>> racing = new ArrayList<>();
            for (int index = 0; index < fetchers; index++) {
                racing.add(threads.submit(() -> {
                    start.countDown();
                    assertThat(start.await(10, TimeUnit.SECONDS)).isTrue();
                    return cache().fetch(leaf);
                }));
            }
            for (Future<Path> race : racing) {
                assertThat(Files.readAllBytes(race.get(30, TimeUnit.SECONDS))).isEqualTo(ElfFile.X86_64.bytes(PLACE));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(inCache()).containsExactly(leaf.sha256());
    }

    @Test
    void aTreeStoredTwiceIsWrittenOnce() throws IOException {
        Leaf leaf = stored();
        Files.writeString(inStore(leaf), "was here first");

        stored();

        assertThat(inStore(leaf)).hasContent("was here first");
        assertThat(names(directory.resolve("root/kernels"))).containsExactly(leaf.sha256());
    }

    private static CacheUpkeep upkeep(long most) {
        return new CacheUpkeep(new ByteSize(most), CLOCK);
    }

    private KernelCache cache() {
        return new KernelCache(files, root(), directory.resolve("cache"), upkeep(1 << 20));
    }

    private HpvmRoot root() {
        return new HpvmRoot(hadoop(directory.resolve("root")));
    }

    /** The one leaf of a tree that was read and put into the store. */
    private Leaf stored() throws IOException {
        Path local = directory.resolve("tree");
        ElfFile.X86_64.writeLeaf(local, PLACE);
        KernelTree tree = TreeReader.read(files, hadoop(local));
        new KernelStore(files, root()).put(files, hadoop(local), tree);
        return tree.leaves().get(0);
    }

    private Path inStore(Leaf leaf) {
        return directory.resolve("root/kernels/" + leaf.sha256());
    }

    private List<String> inCache() throws IOException {
        return names(directory.resolve("cache"));
    }

    private static List<String> names(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static org.apache.hadoop.fs.Path hadoop(Path path) {
        return new org.apache.hadoop.fs.Path(path.toString());
    }
}
