package org.hpvm.container.worker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameReader;

/**
 * A running worker: its pipes, its ring, its output file. Closing it ends the process with all it started and removes
 * its directory. One thread reads; any may send or kill.
 */
public final class WorkerProcess implements Closeable {
    private static final long END_SECONDS = 5;

    private final WorkerCommand command;
    private final Process process;
    private final Ring ring;
    private final FrameReader reader;
    private final WorkerInput input;
    private final FileChannel output;

    private WorkerProcess(WorkerCommand command, Process process, Ring ring, FileChannel output) {
        this.command = command;
        this.output = output;
        this.process = process;
        this.ring = ring;
        this.reader = new FrameReader(Channels.newChannel(process.getInputStream()));
        this.input = new WorkerInput(process.getOutputStream(), process.pid());
    }

    /**
     * Starts a worker.
     *
     * @param ring closed with the worker
     * @throws IOException if the system refused to start a process; a program that cannot be executed is told by its
     *     end
     */
    public static WorkerProcess start(WorkerCommand command, Ring ring) throws IOException {
        Files.createDirectories(command.workingDirectory());
        FileChannel output = FileChannel.open(
                command.outputFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        ProcessBuilder builder = new ProcessBuilder(command.words())
                .directory(command.workingDirectory().toFile())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(command.outputFile().toFile()));
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        try {
            return new WorkerProcess(command, builder.start(), ring, output);
        } catch (IOException e) {
            output.close();
            throw e;
        }
    }

    /** Waits for what the worker says next; empty when it has ended, or closed its side. */
    public Optional<WorkerMessage> read() throws IOException {
        Optional<Frame> frame = reader.read();
        return frame.isPresent() ? Optional.of(WorkerMessageReader.read(frame.get())) : Optional.empty();
    }

    /** Sends a frame, without waiting for the worker to read it. A worker that has ended is told by {@link #read}. */
    public void send(ByteBuffer frame) {
        input.send(frame);
    }

    public Ring ring() {
        return ring;
    }

    public long pid() {
        return process.pid();
    }

    public Path outputFile() {
        return command.outputFile();
    }

    /**
     * Ends the process at once; what it runs is lost, what it said before can still be read: {@link Process#destroy}
     * would close the pipe under the reader, its handle does not.
     */
    public void kill() {
        if (command.exec().isPresent()) {
            process.toHandle().destroy(); // hpvm-exec answers SIGTERM by killing everything below it
        } else {
            // The worker first: one that waits for its children would else end as if it had wanted to.
            List<ProcessHandle> below = process.descendants().toList();
            process.toHandle().destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Waits a few seconds for the end of the process, kills what is left, and says how it ended. */
    public WorkerEnd awaitEnd() throws IOException, InterruptedException {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            kill();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        }
        int code = process.isAlive() ? 128 + 9 : process.exitValue();
        return WorkerEnd.of(command.statusFile(), code);
    }

    /** Bytes of the output file, cut to the last {@code most}, with what is no UTF-8 replaced. */
    public String output(long start, long end, int most) throws IOException {
        long from = Math.max(start, end - most);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, Math.min(end, outputBytes()) - from));
        read(bytes, from);
        return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }

    /** Reads bytes of the output file, until the buffer is full or the file ends. */
    public void read(ByteBuffer bytes, long from) throws IOException {
        long at = from;
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = output.read(bytes, at);
            at += read;
        }
    }

    /** How many bytes the output file has; a {@link java.nio.channels.ClosedChannelException} once this is closed. */
    public long outputBytes() throws IOException {
        return output.size();
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            kill();
            try {
                process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
        }
        input.close();
        output.close();
        ring.close();
        new WinePrefix(command.wineDirectory()).forgetServer();
        deleteAll(command.directory());
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
