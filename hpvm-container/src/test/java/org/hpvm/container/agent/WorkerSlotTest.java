package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.container.image.ImagePlaces;
import org.hpvm.container.image.ShareImages;
import org.hpvm.container.image.ShareSource;
import org.hpvm.container.kernel.CacheUpkeep;
import org.hpvm.container.kernel.KernelCache;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.output.LiveOutput;
import org.hpvm.container.output.TaskLog;
import org.hpvm.container.wire.FrameBuilder;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.dfs.layout.HpvmRoot;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.SpawnDescription;
import org.hpvm.proto.agent.TaskFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerSlotTest {
    private static final String GENERIC = "x86_64/linux/generic";
    private static final String BEST = "x86_64/linux/x86-64-v3";
    /** Until the agent has no more tasks. */
    private static final String LISTEN = "exec cat > /dev/null";

    @TempDir
    private Path directory;

    private final TaskQueue queue = new TaskQueue();
    private final SpawnsOnMachine spawns = new SpawnsOnMachine();
    private final BlockingQueue<TaskEvent> events = new LinkedBlockingQueue<>();
    private final List<TaskEvent> seen = new ArrayList<>();
    private final FileSystem files = new RawLocalFileSystem();
    private ScriptedWorker worker;
    private TaskLog log;
    private WorkerSlot slot;
    private Thread thread;

    /** An application that shares nothing. */
    private static final class NoShares implements ShareSource {
        @Override
        public Content describe(long spawn, String name, Optional<Held> held) throws IOException {
            throw new IOException("there is no share");
        }

        @Override
        public void read(Content content, ShareTarget target) {}
    }

    @BeforeEach
    void prepare() throws IOException {
        files.initialize(URI.create("file:///"), new Configuration(false));
        worker = new ScriptedWorker(directory);
        log = new TaskLog("node", directory.resolve("log"));
        HpvmRoot root = new HpvmRoot(
                new org.apache.hadoop.fs.Path(directory.resolve("root").toString()));
        WorkerStarter starter = new WorkerStarter(
                new KernelCache(
                        files,
                        root,
                        directory.resolve("cache"),
                        new CacheUpkeep(new ByteSize(1 << 30), Clock.systemUTC())),
                "node",
                List.of(),
                List.of(),
                Optional.empty(),
                Map.of("PATH", "/usr/bin:/bin"),
                directory.resolve("workers"),
                directory,
                4096);
        ShareImages images = new ShareImages(new NoShares(), new ImagePlaces(directory, 1, directory));
        slot = new WorkerSlot(1, queue, spawns, starter, images, log, new LiveOutput(0, 0), events::add);
        thread = new Thread(slot, "slot");
    }

    @AfterEach
    void close() throws IOException, InterruptedException {
        slot.stop();
        tasks(1, 1_000_000, 1, 0); // a slot that waits for tasks looks up
        thread.join(20_000);
        log.close();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void reportsWhatItsWorkerAnswers() throws Exception {
        begin(1, worker.hello().say(ScriptedWorker.run(0, 2)).then(LISTEN).store(GENERIC));
        tasks(1, 0, 2, 0);

        TaskEvent.Ended ended = await(TaskEvent.Ended.class);

        assertThat(ended.spawn()).isEqualTo(1);
        assertThat(ended.done()).containsExactly(new IdRange(0, 2));
        assertThat(ended.leaf()).isEqualTo(GENERIC);
    }

    @Test
    void aTaskThatReturnsAnErrorHasFailedWithWhatItPrinted() throws Exception {
        FrameBuilder results =
                ScriptedWorker.results().u8(4).i64(0).i32(-4).i64(0).i64(6).string("out of range");
        begin(1, worker.hello().then("echo hello >&2").say(results).then(LISTEN).store(GENERIC));
        tasks(1, 0, 1, 0);

        TaskEvent.Ended ended = await(TaskEvent.Ended.class);

        assertThat(ended.done()).isEmpty();
        assertThat(ended.failures())
                .containsExactly(TaskFailure.newBuilder()
                        .setTask(0)
                        .setKind(TaskFailure.Kind.RETURNED)
                        .setNumber(-4)
                        .setMessage("out of range")
                        .setLeaf(GENERIC)
                        .setOutput("hello")
                        .build());
        assertThat(directory.resolve("log")).hasContent("node 1:0 | hello");
    }

    @Test
    void theTaskThatItsWorkerDiedOfHasFailedAndTheOthersRunAgain() throws Exception {
        Path again = directory.resolve("again");
        begin(
                1,
                worker.hello()
                        .then("if [ ! -e " + again + " ]; then touch " + again)
                        .begin(0)
                        .then("echo oops >&2; kill -SEGV $$; fi")
                        .say(ScriptedWorker.run(1, 2))
                        .then(LISTEN)
                        .store(GENERIC));
        tasks(1, 0, 3, 0);

        TaskEvent.Ended died = await(TaskEvent.Ended.class);
        TaskEvent.Ended ended = await(TaskEvent.Ended.class);

        assertThat(died.failures())
                .containsExactly(TaskFailure.newBuilder()
                        .setTask(0)
                        .setKind(TaskFailure.Kind.SIGNALLED)
                        .setNumber(11)
                        .setLeaf(GENERIC)
                        .setOutput("oops")
                        .build());
        assertThat(ended.done()).containsExactly(new IdRange(1, 3));
    }

    @Test
    void anAnswerForATaskThatIsNotUnderWayLosesNone() throws Exception {
        FrameBuilder results = ScriptedWorker.run(0, 1).u8(1).i64(5).i32(1);
        begin(1, worker.hello().say(results).then(LISTEN).store(GENERIC));
        tasks(1, 0, 4, 0);

        assertAllReturned(4);
        assertThat(seen).noneMatch(TaskEvent.Ended.class::isInstance);
    }

    @Test
    void aWorkerThatBlamesATaskItWasNeverGivenIsSetAsideInTheEnd() throws Exception {
        begin(1, worker.hello().begin(77).then("kill -SEGV $$").store(GENERIC));
        tasks(1, 0, 2, 0);

        assertAllReturned(2);
        assertThat(seen).noneMatch(TaskEvent.Ended.class::isInstance);
    }

    @Test
    void anotherLeafIsTriedWhenTheBestDoesNotStart() throws Exception {
        Leaf best = worker.then("echo too new >&2; exit 3").store(BEST);
        Leaf generic = worker.hello().say(ScriptedWorker.run(0, 1)).then(LISTEN).store(GENERIC);
        begin(1, best, generic);
        tasks(1, 0, 1, 0);

        TaskEvent.LeafSetAside aside = await(TaskEvent.LeafSetAside.class);
        TaskEvent.Ended ended = await(TaskEvent.Ended.class);

        assertThat(aside.leaf()).isEqualTo(BEST);
        assertThat(aside.reason()).contains("it exited with status 3, printing: too new");
        assertThat(ended.leaf()).isEqualTo(GENERIC);
    }

    @Test
    void anInstructionThatTheMachineLacksIsTheLeafsFaultAndNotTheTasks() throws Exception {
        Leaf best = worker.hello().begin(0).then("kill -ILL $$").store(BEST);
        Leaf generic = worker.hello().say(ScriptedWorker.run(0, 1)).then(LISTEN).store(GENERIC);
        begin(1, best, generic);
        tasks(1, 0, 1, 0);

        assertThat(await(TaskEvent.LeafSetAside.class).reason()).contains("SIGILL");
        assertThat(await(TaskEvent.Ended.class).done()).containsExactly(new IdRange(0, 1));
        assertThat(seen)
                .noneMatch(event -> event instanceof TaskEvent.Ended ended
                        && !ended.failures().isEmpty());
    }

    @Test
    void tasksGoBackWhenNoLeafIsLeft() throws Exception {
        begin(1, worker.then("exit 3").store(GENERIC));
        tasks(1, 0, 3, 0);

        assertAllReturned(3);
        assertThat(seen).filteredOn(TaskEvent.Unable.class::isInstance).hasSize(1);
    }

    @Test
    void answersBelongToTheSpawnWhoseTasksWereSent() throws Exception {
        Leaf leaf = worker.hello()
                .say(ScriptedWorker.run(0, 1))
                .say(ScriptedWorker.run(50, 1))
                .then(LISTEN)
                .store(GENERIC);
        describe(1, leaf);
        describe(2, leaf);
        tasks(1, 0, 1, 0);
        tasks(2, 50, 1, 0);
        thread.start();

        TaskEvent.Ended first = await(TaskEvent.Ended.class);
        TaskEvent.Ended second = await(TaskEvent.Ended.class);

        assertThat(first.spawn()).isEqualTo(1);
        assertThat(first.done()).containsExactly(new IdRange(0, 1));
        assertThat(second.spawn()).isEqualTo(2);
        assertThat(second.done()).containsExactly(new IdRange(50, 51));
    }

    @Test
    void aWorkerThatAnswersBeforeItReadsAndTasksThatFillThePipeDoNotWaitForOneAnother() throws Exception {
        FrameBuilder results = ScriptedWorker.results();
        int size = 300 << 10;
        results.u8(4).i64(0).i32(-4).i64(0).i64(0).string("x".repeat(size));
        begin(1, worker.hello().say(results).then("cat > /dev/null").store(GENERIC));
        queue.add(TaskChunk.withArguments(1, 0, 0, new int[] {size, size}, ByteBuffer.allocate(2 * size)));

        TaskEvent.Ended ended = await(TaskEvent.Ended.class);

        assertThat(ended.failures()).hasSize(1);
        assertThat(ended.failures().get(0).getMessage()).hasSize(size);
    }

    @Test
    void stopsAWorkerThatIsAtATask() throws Exception {
        begin(
                1,
                worker.hello()
                        .begin(0)
                        .mark(directory.resolve("mark"))
                        .then("exec sleep 1000")
                        .store(GENERIC));
        tasks(1, 0, 1, 0);
        awaitMark();

        slot.stop();
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(directory.resolve("workers")).isEmptyDirectory();
        assertThat(events).isEmpty();
    }

    @Test
    void onlyTheSpawnThatEndedTakesItsWorkerAlong() throws Exception {
        begin(
                1,
                worker.hello()
                        .begin(0)
                        .mark(directory.resolve("mark"))
                        .then("exec sleep 1000")
                        .store(GENERIC));
        tasks(1, 0, 1, 0);
        awaitMark();

        slot.killIfRunning(2);
        assertThat(events.poll(200, TimeUnit.MILLISECONDS)).isNull();
        describe(2, worker.hello().say(ScriptedWorker.run(50, 1)).then(LISTEN).store(GENERIC));
        tasks(2, 50, 1, 0);
        spawns.remove(1);
        slot.killIfRunning(1);

        TaskEvent.Ended next = await(TaskEvent.Ended.class);
        assertThat(next.spawn()).isEqualTo(2);
        assertThat(next.done()).containsExactly(new IdRange(50, 51));
        assertThat(seen).as("no task is to blame for that end").containsExactly(next);
    }

    private void awaitMark() throws IOException, InterruptedException {
        try (WatchService changes = directory.getFileSystem().newWatchService()) {
            directory.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!Files.exists(directory.resolve("mark")) && System.nanoTime() < end) {
                WatchKey key = changes.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    key.reset();
                }
            }
        }
        assertThat(directory.resolve("mark")).exists();
    }

    private void begin(long spawn, Leaf... leaves) throws IOException {
        describe(spawn, leaves);
        thread.start();
    }

    private void describe(long spawn, Leaf... leaves) throws IOException {
        spawns.add(new SpawnOnMachine(
                spawn, SpawnDescription.newBuilder().setParentByteOrder(1).build(), List.of(leaves)));
    }

    private void tasks(long spawn, long first, int count, int attempt) {
        queue.add(TaskChunk.withoutArguments(spawn, first, count, attempt));
    }

    private <T extends TaskEvent> T await(Class<T> kind) throws InterruptedException {
        return kind.cast(awaitFirst(kind::isInstance));
    }

    private TaskEvent awaitFirst(Predicate<TaskEvent> wanted) throws InterruptedException {
        while (true) {
            TaskEvent event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("after " + seen).isNotNull();
            seen.add(event);
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    private void assertAllReturned(int count) throws InterruptedException {
        List<Long> returned = new ArrayList<>();
        while (returned.size() < count) {
            for (IdRange range : await(TaskEvent.Returned.class).ids()) {
                for (long id = range.start(); id < range.end(); id++) {
                    returned.add(id);
                }
            }
        }
        assertThat(returned).doesNotHaveDuplicates().hasSize(count).allMatch(id -> id < count);
    }
}
