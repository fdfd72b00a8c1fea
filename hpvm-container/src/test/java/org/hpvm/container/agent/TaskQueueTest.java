package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.model.IdRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TaskQueueTest {
    private final TaskQueue queue = new TaskQueue();

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private record Task(long spawn, long id) {}

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsWhatAPlainListWouldHold(long seed) {
        Random random = new Random(seed);
        List<Task> model = new ArrayList<>();
        long next = 0;
        for (int step = 0; step < 100; step++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    TaskChunk chunk = chunk(random.nextInt(3), next, 1 + random.nextInt(20));
                    next += chunk.count() + random.nextInt(2);
                    queue.add(chunk);
                    model.addAll(tasks(chunk));
                }
                case 1 -> {
                    Optional<TaskChunk> taken = queue.take(1 + random.nextInt(15), Long.MAX_VALUE);
                    assertThat(taken.isPresent()).isEqualTo(!model.isEmpty());
                    taken.ifPresent(chunk -> {
                        assertThat(tasks(chunk)).isEqualTo(model.subList(0, chunk.count()));
                        model.subList(0, chunk.count()).clear();
                        if (random.nextBoolean()) {
                            queue.putBack(chunk);
                            model.addAll(0, tasks(chunk));
                        }
                    });
                }
                default -> {
                    long spawn = random.nextInt(3);
                    long start = random.nextInt(1 + (int) next);
                    IdRange ids = new IdRange(start, start + 1 + random.nextInt(30));
                    List<Task> wanted = model.stream()
                            .filter(task -> task.spawn() == spawn && task.id() >= ids.start() && task.id() < ids.end())
                            .toList();
                    List<Task> removed = new ArrayList<>();
                    queue.remove(spawn, ids)
                            .forEach(range -> LongStream.range(range.start(), range.end())
                                    .forEach(id -> removed.add(new Task(spawn, id))));
                    assertThat(removed).containsExactlyInAnyOrderElementsOf(wanted);
                    model.removeAll(wanted);
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
    }

    @Test
    void giveTasksInTheOrderInWhichTheyCame() {
        queue.add(chunk(1, 10, 2));
        queue.add(chunk(2, 5, 1));

        assertThat(take(100)).isEqualTo(new IdRange(10, 12));
        assertThat(take(100)).isEqualTo(new IdRange(5, 6));
        assertThat(queue.take(100, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void neverTakesMoreThanWasAskedFor() {
        queue.add(chunk(1, 10, 5));

        assertThat(take(3)).isEqualTo(new IdRange(10, 13));
        assertThat(take(3)).isEqualTo(new IdRange(13, 15));
    }

    @Test
    void whatIsPutBackComesNext() {
        queue.add(chunk(1, 10, 5));
        queue.putBack(chunk(1, 3, 1));

        assertThat(take(1)).isEqualTo(new IdRange(3, 4));
    }

    @Test
    void removesOutOfTheMiddleAndLeavesTheRest() {
        queue.add(chunk(1, 0, 10));
        queue.add(chunk(2, 0, 10));

        assertThat(queue.remove(1, new IdRange(3, 6))).containsExactly(new IdRange(3, 6));
        assertThat(queue.size()).isEqualTo(17);
        assertThat(take(100)).isEqualTo(new IdRange(0, 3));
        assertThat(take(100)).isEqualTo(new IdRange(6, 10));
        assertThat(take(100)).isEqualTo(new IdRange(0, 10));
    }

    @Test
    void waitsUntilTasksCome() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Thread waiting = new Thread(
                () -> {
                    try {
                        queue.awaitTasks(30_000);
                        over.countDown();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "waiting");
        waiting.start();

        queue.add(chunk(1, 0, 1));

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.join(10_000);
    }

    @Test
    void waitsNoLongerThanItMay() throws InterruptedException {
        long before = System.nanoTime();

        queue.awaitTasks(20);

        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private IdRange take(int most) {
        return queue.take(most, Long.MAX_VALUE).orElseThrow().ids();
    }

    private static TaskChunk chunk(long spawn, long first, int count) {
        return TaskChunk.withoutArguments(spawn, first, count, 0);
    }

    private static List<Task> tasks(TaskChunk chunk) {
        return LongStream.range(chunk.first(), chunk.first() + chunk.count())
                .mapToObj(id -> new Task(chunk.spawn(), id))
                .toList();
    }

    @Test
    void takesNoMoreArgumentsThanAskedForUnlessOneTaskHasThem() {
        int[] sizes = {10, 20, 30, 200, 5};
        queue.add(TaskChunk.withArguments(1, 100, 0, sizes, ByteBuffer.allocate(265)));

        assertThat(queue.take(10, 35)).get().extracting(TaskChunk::ids).isEqualTo(new IdRange(100, 102));
        assertThat(queue.take(10, 35)).get().extracting(TaskChunk::ids).isEqualTo(new IdRange(102, 103));
        assertThat(queue.take(10, 35)).get().extracting(TaskChunk::ids).isEqualTo(new IdRange(103, 104));
        assertThat(queue.take(10, 35)).get().extracting(TaskChunk::ids).isEqualTo(new IdRange(104, 105));
        assertThat(queue.size()).isZero();
    }
}
