package org.hpvm.yarn.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random programs against a plain byte array. {@code -Dshares.seed=N} plays one of them again. */
@Timeout(600)
class ShareModelSimulationTest {
    private static final int RUNS = 1_500;
    private static final int MANY_RUNS = 30_000;

    @TempDir
    private Path directory;

    private final FileSystem files = new LocalFiles();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    /** Hadoop starts a process for each permission that it sets. */
    private static final class LocalFiles extends RawLocalFileSystem {
        @Override
        public void setPermission(org.apache.hadoop.fs.Path path, FsPermission permission) {
            // whoever runs the test may read
        }
    }

    @BeforeEach
    void openFileSystem() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
    }

    @AfterEach
    void close() throws IOException {
        workers.shutdownNow();
        files.close();
    }

    @Test
    void whateverHappensSharesHoldWhatAPlainArrayWould() throws IOException {
        play(0, RUNS);
    }

    @Test
    @Tag("slow")
    void soTheyDoInManyMoreRuns() throws IOException {
        play(RUNS, MANY_RUNS);
    }

    private void play(long from, long to) throws IOException {
        long only = Long.getLong("shares.seed", -1);
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = only < 0 ? from : only; seed < (only < 0 ? to : only + 1); seed++) {
            Path place = directory.resolve("run");
            try (SharePlay play = new SharePlay(seed, files, place, workers)) {
                play.play();
                play.seen.forEach((what, times) -> seen.merge(what, times, Integer::sum));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + " (again with -Dshares.seed=" + seed + ")", e);
            }
            FileUtil.fullyDelete(place.toFile());
            assertThat(Files.exists(place)).isFalse();
        }
        if (only < 0) {
            // A run in which nothing went wrong proves nothing.
            assertThat(seen)
                    .containsKeys(
                            "base",
                            "base removed",
                            "came twice",
                            "compacted",
                            "compacted in vain",
                            "conflict",
                            "difference",
                            "died after the flush",
                            "died before the flush",
                            "died while compacting",
                            "failed attempt",
                            "inline",
                            "segment",
                            "segment removed",
                            "server restart");
        }
    }
}
