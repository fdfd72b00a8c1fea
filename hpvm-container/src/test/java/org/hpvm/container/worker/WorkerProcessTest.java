package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.wire.FrameException;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerProcessTest {
    @TempDir
    private Path directory;

    @Test
    void readsWhatTheWorkerSaysUntilItEnds() throws Exception {
        Path frames = frames(
                WorkerFrames.hello(),
                WorkerFrames.run(WorkerFrames.results(0), 3, 2).build());
        try (WorkerProcess worker = start("cat " + frames)) {
            assertThat(worker.read()).get().isInstanceOf(WorkerMessage.Hello.class);
            assertThat(worker.read())
                    .contains(new WorkerMessage.Results(false, List.of(new WorkerMessage.Result.Run(3, 2))));
            assertThat(worker.read()).isEmpty();
            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Exited(0));
        }
    }

    @Test
    void aWorkerThatEndsWithinAFrameIsTold() throws Exception {
        Path frames = frames(WorkerFrames.hello());
        try (WorkerProcess worker = start("head -c 20 " + frames)) {
            assertThatThrownBy(worker::read)
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("the link ended within");
        }
    }

    @Test
    void whatIsSentArrivesInItsOrder() throws Exception {
        Path received = directory.resolve("received");
        try (WorkerProcess worker = start("head -c 41 > " + received)) {
            worker.send(AgentFrames.spawn(5, ByteOrder.LITTLE_ENDIAN, 8));
            worker.send(AgentFrames.credit(77));
            worker.send(AgentFrames.credit(78).slice(0, 7));

            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Exited(0));
        }
        byte[] bytes = Files.readAllBytes(received);
        assertThat(Arrays.copyOfRange(bytes, 0, 18)).isEqualTo(array(AgentFrames.spawn(5, ByteOrder.LITTLE_ENDIAN, 8)));
        assertThat(Arrays.copyOfRange(bytes, 18, 34)).isEqualTo(array(AgentFrames.credit(77)));
        assertThat(Arrays.copyOfRange(bytes, 34, 41))
                .isEqualTo(array(AgentFrames.credit(78).slice(0, 7)));
    }

    @Test
    void sendingToAWorkerThatHasEndedIsNoError() throws Exception {
        try (WorkerProcess worker = start("exit 0")) {
            assertThat(worker.read()).isEmpty();
            worker.awaitEnd();

            for (int round = 0; round < 10; round++) {
                worker.send(AgentFrames.credit(round));
            }

            assertThat(worker.read()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 70})
    void tellsTheExitCode(int code) throws Exception {
        try (WorkerProcess worker = start("exit " + code)) {
            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Exited(code));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 9, 11, 15})
    void tellsTheSignal(int signal) throws Exception {
        try (WorkerProcess worker = start("kill -" + signal + " $$")) {
            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Signalled(signal));
        }
    }

    @Test
    void believesTheStatusFileOfItsLauncher() throws Exception {
        Path exec = Files.writeString(
                directory.resolve("exec"), "#!/bin/sh\n[ \"$3\" = -- ] && echo 'exited 139' > \"$2\"\nexit 1\n");
        assertThat(exec.toFile().setExecutable(true)).isTrue();
        WorkerCommand command = new WorkerCommand(
                List.of("kernel"), List.of(), Optional.of(exec), Map.of(), directory.resolve("worker"));
        try (WorkerProcess worker = WorkerProcess.start(command, ring())) {
            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Exited(139));
        }
    }

    @Test
    void aWorkerHasNoMoreAddressSpaceThanItMay() throws Exception {
        Path exec = Path.of("target/c/bin/hpvm-exec").toAbsolutePath();
        WorkerCommand command = new WorkerCommand(
                List.of("/bin/sh", "-c", "ulimit -v >&2"),
                List.of(),
                Optional.of(exec),
                Map.of(),
                directory.resolve("worker"),
                ByteSize.parse("64m"));
        try (WorkerProcess worker = WorkerProcess.start(command, ring())) {
            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Exited(0));
            assertThat(worker.output(0, 100, 100)).isEqualTo("65536\n");
        }
    }

    @Test
    void aProgramThatIsNotThereIsRefusedAtTheStart() throws Exception {
        WorkerCommand command = new WorkerCommand(
                List.of("/nowhere/kernel"), List.of(), Optional.empty(), Map.of(), directory.resolve("worker"));
        try (Ring ring = ring()) {
            assertThatThrownBy(() -> WorkerProcess.start(command, ring)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void keepsWhatTheWorkerPrints() throws Exception {
        try (WorkerProcess worker = start("printf 'one two three' >&2")) {
            worker.awaitEnd();

            assertThat(worker.outputBytes()).isEqualTo(13);
            assertThat(worker.output(4, 7, 100)).isEqualTo("two");
            assertThat(worker.output(0, 13, 5)).isEqualTo("three");
            assertThat(worker.output(8, 1000, 10_000)).isEqualTo("three");
            assertThat(worker.output(13, 13, 100)).isEmpty();
        }
    }

    @Test
    void printedBytesThatAreNoTextAreReplaced() throws Exception {
        try (WorkerProcess worker = start("printf 'a\\377b' >&2")) {
            worker.awaitEnd();

            assertThat(worker.output(0, 3, 100)).isEqualTo("a\ufffdb");
        }
    }

    @Test
    void theWorkerSeesItsOwnVariablesAndDirectoryAlone() throws Exception {
        Path own = directory.resolve("worker");
        WorkerCommand command = new WorkerCommand(
                List.of("/usr/bin/env"),
                List.of("/bin/sh", "-c", "pwd >&2; exec \"$0\" >&2"),
                Optional.empty(),
                Map.of("GREETING", "hello"),
                own);
        try (WorkerProcess worker = WorkerProcess.start(command, ring())) {
            worker.awaitEnd();

            assertThat(worker.output(0, worker.outputBytes(), 1000).lines().filter(line -> !line.startsWith("_=")))
                    .containsExactlyInAnyOrder(
                            own.resolve("work").toString(), "GREETING=hello", "PWD=" + own.resolve("work"));
        }
    }

    @Test
    void endsAWorkerThatDoesNotListenWithAllItStarted() throws Exception {
        Path frames = frames(WorkerFrames.hello());
        try (WorkerProcess worker = start("trap '' TERM; sleep 1000 & cat " + frames + "; wait; wait")) {
            assertThat(worker.read()).isPresent();

            worker.kill();

            // Both held the pipe: it ends once neither is left.
            assertThat(worker.read()).isEmpty();
            assertThat(worker.awaitEnd()).isEqualTo(new WorkerEnd.Signalled(9));
        }
    }

    @Test
    void closingEndsTheWorkerAndRemovesItsDirectory() throws Exception {
        Path frames = frames(WorkerFrames.hello());
        WorkerProcess worker = start("mkdir -p a/b; echo c > a/b/c; cat " + frames + "; exec sleep 1000");
        assertThat(worker.read()).isPresent();
        ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();

        worker.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(directory.resolve("worker")).doesNotExist();
    }

    @Test
    void closingDoesNotFollowLinksOutOfTheDirectory() throws Exception {
        Path precious = Files.createDirectory(directory.resolve("precious"));
        Files.writeString(precious.resolve("file"), "kept");
        WorkerProcess worker = start("ln -s " + precious + " link");
        worker.awaitEnd();

        worker.close();

        assertThat(precious.resolve("file")).hasContent("kept");
        assertThat(directory.resolve("worker")).doesNotExist();
    }

    private WorkerProcess start(String script) throws IOException {
        WorkerCommand command = new WorkerCommand(
                List.of("/bin/sh", "-c", script),
                List.of(),
                Optional.empty(),
                Map.of("PATH", "/usr/bin:/bin"),
                directory.resolve("worker"));
        return WorkerProcess.start(command, ring());
    }

    private Ring ring() throws IOException {
        return Ring.create(directory, 4096);
    }

    private Path frames(ByteBuffer... frames) throws IOException {
        Path file = directory.resolve("frames");
        ByteBuffer all = ByteBuffer.allocate(10_000);
        for (ByteBuffer frame : frames) {
            all.put(frame);
        }
        return Files.write(file, Arrays.copyOf(all.array(), all.position()));
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
