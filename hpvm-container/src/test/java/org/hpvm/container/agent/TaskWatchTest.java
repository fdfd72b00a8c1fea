package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.agent.SpawnOnMachine.Limits;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.WorkerCommand;
import org.hpvm.container.worker.WorkerEnd;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.TaskFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TaskWatchTest {
    private static final ByteSize NO_LIMIT = new ByteSize(0);
    private static final Limits TEN_SECONDS = new Limits(Duration.ofSeconds(10), NO_LIMIT, NO_LIMIT);
    private static final Limits HUNDRED_BYTES = new Limits(Duration.ZERO, NO_LIMIT, new ByteSize(100));

    @TempDir
    private Path directory;

    private WorkerProcess process;
    private TaskWatch watch;

    @BeforeEach
    void startWorker() throws IOException {
        WorkerCommand command = new WorkerCommand(
                List.of("/bin/sh", "-c", "exec sleep 1000"),
                List.of(),
                Optional.empty(),
                Map.of("PATH", "/usr/bin:/bin"),
                directory.resolve("worker"));
        process = WorkerProcess.start(command, Ring.create(directory, 64));
        watch = new TaskWatch(process);
    }

    @AfterEach
    void close() throws IOException {
        process.close();
    }

    @Test
    void endsATaskOnlyAfterItsTimeHasPassed() throws Exception {
        watch.setLimits(TEN_SECONDS);
        runs(17);
        look(5);
        look(15);
        assertThat(watch.verdict()).isEmpty();

        watch.look(Duration.ofSeconds(15).toNanos() + 1);

        assertThat(watch.verdict())
                .contains(new TaskWatch.Verdict(TaskFailure.Kind.OVER_TIME, "it ran longer than the 10000 ms it may"));
        assertThat(process.awaitEnd()).isEqualTo(new WorkerEnd.Signalled(9));
    }

    @Test
    void eachTaskHasTheWholeTime() throws IOException {
        watch.setLimits(TEN_SECONDS);
        runs(17);
        look(0);
        look(8);
        runs(18);
        look(12);
        look(20);

        assertThat(watch.verdict()).isEmpty();
    }

    @Test
    void theTimeBetweenTasksCountsForNone() throws IOException {
        watch.setLimits(TEN_SECONDS);
        runs(17);
        look(0);
        runs(0);
        look(8);
        runs(17);
        look(12);
        look(20);

        assertThat(watch.verdict()).isEmpty();
    }

    @Test
    void aTaskWithoutALimitRunsOn() throws IOException {
        watch.setLimits(new Limits(Duration.ZERO, NO_LIMIT, NO_LIMIT));
        runs(17);
        prints(1000);
        look(0);
        look(1_000_000);

        assertThat(watch.verdict()).isEmpty();
    }

    @Test
    void endsATaskThatPrintsTooMuchOfItsOwn() throws IOException {
        prints(1000);
        watch.setLimits(HUNDRED_BYTES);
        runs(17);
        look(0);
        prints(100);
        look(1);
        assertThat(watch.verdict()).isEmpty();

        prints(1);
        look(2);

        assertThat(watch.verdict()).map(TaskWatch.Verdict::kind).contains(TaskFailure.Kind.OVER_OUTPUT);
    }

    private void look(long seconds) throws IOException {
        watch.look(Duration.ofSeconds(seconds).toNanos());
    }

    private void runs(long current) throws IOException {
        try (FileChannel ring = FileChannel.open(process.ring().path(), StandardOpenOption.WRITE)) {
            ring.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, current), 8);
        }
    }

    private void prints(int bytes) throws IOException {
        Files.write(process.outputFile(), new byte[bytes], StandardOpenOption.APPEND);
    }
}
