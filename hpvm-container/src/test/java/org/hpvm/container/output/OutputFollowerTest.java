package org.hpvm.container.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.WorkerCommand;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.agent.OutputLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OutputFollowerTest {
    private static final ByteSize ALL = new ByteSize(0);

    @TempDir
    private Path directory;

    private final LiveOutput live = new LiveOutput(1_000_000, 0);
    private WorkerProcess process;
    private TaskLog log;
    private OutputFollower follower;

    @BeforeEach
    void startWorker() throws IOException {
        process = worker("worker");
        log = new TaskLog("node", directory.resolve("log"));
        follower = new OutputFollower(process, log, live);
    }

    private WorkerProcess worker(String name) throws IOException {
        WorkerCommand command = new WorkerCommand(
                List.of("/bin/sh", "-c", "exec sleep 1000"),
                List.of(),
                Optional.empty(),
                Map.of("PATH", "/usr/bin:/bin"),
                directory.resolve(name));
        return WorkerProcess.start(command, Ring.create(directory, 64));
    }

    @AfterEach
    void close() throws IOException {
        process.close();
        log.close();
    }

    @Test
    void wholeLinesOfATaskThatRunsAreSeenBeforeItEnds() throws IOException {
        runs(7, 0);
        prints("one\ntwo\nthr");
        look();
        assertThat(seen()).containsExactly("7 one", "7 two");

        prints("ee\nlast");
        ended(7, 0, 18);

        assertThat(seen()).containsExactly("7 three", "7 last");
        assertThat(logged()).isEqualTo("node 1:7 | one\nnode 1:7 | two\nnode 1:7 | three\nnode 1:7 | last\n");
    }

    @Test
    void aTaskWhoseEndIsNotToldYetKeepsItsLines() throws IOException {
        runs(7, 0);
        prints("seven\nse");
        look();
        prints("ven too\n");
        runs(8, 16);
        prints("eight\n");
        look();
        ended(7, 0, 16);
        ended(8, 16, 22);

        assertThat(seen()).containsExactly("7 seven", "8 eight", "7 seven too");
    }

    @Test
    void whatAWorkerDoesNotSayIsSeenAtTheEnd() throws IOException {
        runs(7, -1);
        prints("one\n");
        look();
        assertThat(seen()).isEmpty();

        ended(7, 0, 4);

        assertThat(seen()).containsExactly("7 one");
    }

    @Test
    void nobodyWatchesAndAllIsInTheLog() throws IOException {
        prints("one\n");

        follower.ended(new Printer(1, 7, false, ALL), 0, 4);

        assertThat(seen()).isEmpty();
        assertThat(logged()).isEqualTo("node 1:7 | one\n");
    }

    @Test
    void megabytesWithoutAnEndOfALineComeInPieces() throws IOException {
        String much = "x".repeat(3 << 20);
        runs(7, 0);
        prints(much);
        look();
        ended(7, 0, 3 << 20);

        assertThat(logged().replaceAll("node 1:7 \\| |\n", "")).isEqualTo(much);
        assertThat(logged().lines()).hasSize(48);
    }

    @Test
    void theLogHoldsBytesAsTheyWerePrinted() throws IOException {
        byte[] bytes = {0, 27, (byte) 0xff, 13, '\n'};
        Files.write(process.outputFile(), bytes, StandardOpenOption.APPEND);

        ended(7, 0, 5);

        assertThat(Files.readAllBytes(directory.resolve("log")))
                .containsSequence(bytes)
                .hasSize(16);
    }

    @Test
    void whatIsOverTheLimitIsCounted() throws IOException {
        prints("12345\n67890\n");

        follower.ended(new Printer(1, 7, true, new ByteSize(8)), 0, 12);

        assertThat(seen())
                .containsExactly("7 12345", "7 67", "7 (and 4 bytes more, over the limit of hpvm.task.output)");
    }

    @Test
    void aFileThatSomebodyCutsIsNoFault() throws IOException {
        runs(7, 0);
        prints("one\n");
        look();
        try (FileChannel file = FileChannel.open(process.outputFile(), StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        look();
        ended(7, 0, 4);

        assertThat(seen()).containsExactly("7 one");
    }

    @Test
    void aWorkerThatIsGoneHasNothingToRead() throws IOException {
        WorkerProcess gone = worker("gone");
        gone.close();
        OutputFollower late = new OutputFollower(gone, log, live);

        assertThatThrownBy(() -> late.look(task -> new Printer(1, task, true, ALL)))
                .isInstanceOf(ClosedChannelException.class);
    }

    private void look() throws IOException {
        follower.look(task -> new Printer(1, task, true, ALL));
    }

    private void ended(long task, long start, long end) throws IOException {
        follower.ended(new Printer(1, task, true, ALL), start, end);
    }

    private List<String> seen() {
        return live.take().stream()
                .flatMap(output -> output.getLinesList().stream())
                .map(OutputFollowerTest::text)
                .toList();
    }

    private static String text(OutputLine line) {
        return line.getTask() + " " + line.getText();
    }

    private String logged() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** The worker says which task runs, and where in its output file that one's begins. */
    private void runs(long task, long printed) throws IOException {
        try (FileChannel ring = FileChannel.open(process.ring().path(), StandardOpenOption.WRITE)) {
            ring.write(number(printed + 1), 32);
            ring.write(number(task + 1), 8);
        }
    }

    private static ByteBuffer number(long number) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, number);
    }

    private void prints(String text) throws IOException {
        Files.write(process.outputFile(), text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }
}
