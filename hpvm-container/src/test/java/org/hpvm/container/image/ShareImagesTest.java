package org.hpvm.container.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.WorkerMessage.ShareMode;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShareImagesTest {
    private static final int SIZE = 64;

    @TempDir
    private Path directory;

    private final ScriptedShares source = new ScriptedShares();
    private ShareImages images;

    @BeforeEach
    void makeShare() {
        images = new ShareImages(source, new ImagePlaces(directory, 1, directory));
        source.make("field", ElementType.INT32, SIZE);
        source.publish("field", filled(1));
    }

    @AfterEach
    void close() throws IOException {
        images.close();
    }

    @Test
    void aViewSaysWhatTheShareIs() throws IOException {
        ShareView view = view(1, ShareMode.READ_ONLY);

        assertThat(view.handle()).isEqualTo(1);
        assertThat(view.type()).isEqualTo(ElementType.INT32);
        assertThat(view.size()).isEqualTo(SIZE);
        assertThat(content(view)).isEqualTo(filled(1));
    }

    @Test
    void isFetchedOnceHoweverManyWorkersAsk() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<ShareView>> asked = new ArrayList<>();
            for (int index = 0; index < 16; index++) {
                ShareMode mode = index % 2 == 0 ? ShareMode.SHARED : ShareMode.READ_ONLY;
                asked.add(threads.submit(() -> view(1, mode)));
            }
            for (Future<ShareView> answer : asked) {
                assertThat(content(answer.get(30, TimeUnit.SECONDS))).isEqualTo(filled(1));
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(source.reads()).isEqualTo(1);
    }

    @Test
    void theNextSpawnFetchesOnlyWhatHasChanged() throws IOException {
        ShareView before = view(1, ShareMode.READ_ONLY);
        images.release(1);
        long written = source.bytesWritten();
        byte[] next = filled(1);
        next[20] = 9;
        source.publish("field", next);

        ShareView after = view(2, ShareMode.READ_ONLY);

        assertThat(content(after)).isEqualTo(next);
        assertThat(source.bytesWritten() - written).isEqualTo(7);
        assertThat(after.path()).isEqualTo(before.path());
        assertThat(after.generation()).isEqualTo(before.generation());
    }

    @Test
    void aWholeVersionLeavesNothingOfTheOneBefore() throws IOException {
        view(1, ShareMode.READ_ONLY);
        images.release(1);
        source.answerWithDifferences(false);
        source.publish("field", new byte[SIZE]);

        assertThat(content(view(2, ShareMode.READ_ONLY))).isEqualTo(new byte[SIZE]);
        assertThat(content(view(2, ShareMode.SHARED))).isEqualTo(new byte[SIZE]);
    }

    @Test
    void aSpawnKeepsItsVersionWhileALaterOneSeesTheNext() throws IOException {
        ShareView first = view(1, ShareMode.READ_ONLY);
        source.publish("field", filled(2));

        ShareView second = view(2, ShareMode.READ_ONLY);

        assertThat(content(first)).isEqualTo(filled(1));
        assertThat(content(second)).isEqualTo(filled(2));
        assertThat(view(1, ShareMode.READ_ONLY)).isEqualTo(first);
        assertThat(second.generation()).isNotEqualTo(first.generation());
    }

    @Test
    void allProcessorsOfASpawnWriteIntoTheSameCopy() throws IOException {
        assertThat(view(1, ShareMode.SHARED)).isEqualTo(view(1, ShareMode.SHARED));
    }

    @Test
    void whatAKernelScribblesIsNotSeenByReadersOfTheSpawn() throws IOException {
        ShareView writable = view(1, ShareMode.SHARED);
        scribble(writable);

        assertThat(content(view(1, ShareMode.READ_ONLY))).isEqualTo(filled(1));
        assertThat(content(view(1, ShareMode.PRIVATE))).isEqualTo(filled(1));
    }

    @Test
    void whatAKernelScribblesIsNotSeenByTheNextSpawn() throws IOException {
        ShareView before = view(1, ShareMode.SHARED);
        scribble(before);
        images.release(1);

        ShareView after = view(2, ShareMode.SHARED);

        assertThat(content(after)).isEqualTo(filled(1));
        assertThat(after.path()).isEqualTo(before.path());
        assertThat(after.generation()).isEqualTo(before.generation());
    }

    @Test
    void theCopiesOfTwoSpawnsAreApart() throws IOException {
        ShareView first = view(1, ShareMode.SHARED);
        ShareView second = view(2, ShareMode.SHARED);

        scribble(first);

        assertThat(content(second)).isEqualTo(filled(1));
    }

    @Test
    void aNameThatIsUsedAgainIsAnotherShare() throws IOException {
        ShareView before = view(1, ShareMode.READ_ONLY);
        images.release(1);
        source.make("field", ElementType.BYTES, 2 * SIZE);

        ShareView after = view(2, ShareMode.READ_ONLY);

        assertThat(after.handle()).isNotEqualTo(before.handle());
        assertThat(after.generation()).isNotEqualTo(before.generation());
        assertThat(content(after)).isEqualTo(new byte[2 * SIZE]);
    }

    @Test
    void aFetchThatBrokeOffIsDoneAnewAndWhole() throws IOException {
        view(1, ShareMode.READ_ONLY);
        images.release(1);
        source.publish("field", filled(2));
        source.failNextReads(1);

        assertThatThrownBy(() -> view(2, ShareMode.READ_ONLY)).hasMessage("the connection broke");
        assertThat(content(view(2, ShareMode.READ_ONLY))).isEqualTo(filled(2));
    }

    @Test
    void aShareThatIsNotThereIsToldAsSuch() {
        assertThatThrownBy(() -> images.view(1, "other", ShareMode.SHARED, false))
                .isInstanceOfSatisfying(
                        HpvmException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOSHARE));
    }

    @Test
    void eachByteOrderHasItsImage() throws IOException {
        byte[] bytes = new byte[SIZE];
        for (int index = 0; index < SIZE; index++) {
            bytes[index] = (byte) index;
        }
        source.publish("field", bytes);

        assertThat(Arrays.copyOf(content(images.view(1, "field", ShareMode.SHARED, true)), 8))
                .containsExactly(3, 2, 1, 0, 7, 6, 5, 4);
        assertThat(content(images.view(1, "field", ShareMode.SHARED, false))).isEqualTo(bytes);
    }

    @Test
    void bytesHaveNoOrderToTurn() throws IOException {
        source.make("text", ElementType.BYTES, 5);
        source.publish("text", new byte[] {1, 2, 3, 4, 5});

        assertThat(content(images.view(1, "text", ShareMode.SHARED, true))).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void leavesNoFileUnderAName() throws IOException {
        view(1, ShareMode.SHARED);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void closingFreesTheImages() throws IOException {
        Path image = Path.of(view(1, ShareMode.READ_ONLY).path());
        Path copy = Path.of(view(1, ShareMode.SHARED).path());

        images.close();

        assertThat(List.of(image, copy)).noneMatch(path -> isOf(path, directory));
    }

    @Test
    void aShareThatIsSharedNoMoreIsFreedOnceNoSpawnUsesIt() throws IOException {
        Path image = Path.of(view(1, ShareMode.READ_ONLY).path());
        Path copy = Path.of(view(1, ShareMode.SHARED).path());

        images.drop(1);
        assertThat(List.of(image, copy)).allMatch(path -> isOf(path, directory));
        images.release(1);

        assertThat(List.of(image, copy)).noneMatch(path -> isOf(path, directory));
    }

    @Test
    void anIdleShareThatIsSharedNoMoreIsFreedAtOnce() throws IOException {
        source.make("other", ElementType.BYTES, 8);
        Path kept = Path.of(images.view(1, "other", ShareMode.READ_ONLY, false).path());
        Path image = Path.of(view(1, ShareMode.READ_ONLY).path());
        images.release(1);

        images.drop(1);

        assertThat(image).matches(path -> !isOf(path, directory));
        assertThat(kept).matches(path -> isOf(path, directory));
    }

    private static boolean isOf(Path descriptor, Path directory) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(directory);
        } catch (IOException e) {
            return false;
        }
    }

    private ShareView view(long spawn, ShareMode mode) throws IOException {
        return images.view(spawn, "field", mode, false);
    }

    private static void scribble(ShareView view) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(view.path()), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(filled(77)), 0);
        }
    }

    private static byte[] content(ShareView view) throws IOException {
        return Arrays.copyOf(Files.readAllBytes(Path.of(view.path())), (int) view.size());
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
