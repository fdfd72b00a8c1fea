package org.hpvm.container.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hpvm.container.wire.Frame;
import org.hpvm.container.wire.FrameReader;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.AgentFrames.ShareView;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.TaskChunk;
import org.hpvm.container.worker.WorkerMessage;
import org.hpvm.container.worker.WorkerMessage.Result;
import org.hpvm.container.worker.WorkerMessage.Result.Merge;
import org.hpvm.container.worker.WorkerMessage.Result.Run;
import org.hpvm.container.worker.WorkerMessage.Results;
import org.hpvm.container.worker.WorkerMessageReader;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;

/** An agent that a test plays, with a real worker process that has nothing but our own classes. */
final class PlayedAgent implements AutoCloseable {
    private final Process process;
    private final FrameReader reader;
    private final Path output;
    private final Ring ring;

    private PlayedAgent(Process process, Path output, Ring ring) {
        this.process = process;
        this.reader = new FrameReader(Channels.newChannel(process.getInputStream()));
        this.output = output;
        this.ring = ring;
    }

    /** Starts a worker and nothing else. */
    static PlayedAgent start(Path directory, Path jar, int ringBytes) throws IOException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        JavaWorkerMain.class.getName(),
                        jar.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        return new PlayedAgent(process, output, Ring.create(directory, ringBytes));
    }

    /** Starts a worker that is ready for tasks of a little-endian parent with a long of 8 bytes. */
    static PlayedAgent ready(Path directory, Path jar, int ringBytes) throws IOException {
        PlayedAgent agent = start(directory, jar, ringBytes);
        agent.welcome();
        agent.send(AgentFrames.spawn(1, ByteOrder.LITTLE_ENDIAN, 8));
        return agent;
    }

    /** Our classes and no others, so that a worker that needed Hadoop would not start. */
    static String classPath() {
        return String.join(File.pathSeparator, List.of(placeOf(JavaWorkerMain.class), placeOf(HpvmException.class)));
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void welcome() throws IOException {
        send(AgentFrames.welcome(ring.path().toString(), ring.dataBytes(), "bigboy", "any/jvm/generic"));
        assertThat(read()).isInstanceOf(WorkerMessage.Hello.class);
    }

    void send(ByteBuffer frame) throws IOException {
        process.getOutputStream().write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
        process.getOutputStream().flush();
    }

    void sendTasks(long first, int count) throws IOException {
        send(AgentFrames.tasks(TaskChunk.withoutArguments(1, first, count, 1)));
    }

    WorkerMessage read() throws IOException {
        Frame frame = reader.read().orElseThrow(() -> new IOException("the worker has ended" + lines(output)));
        return WorkerMessageReader.read(frame);
    }

    Results results() throws IOException {
        WorkerMessage message = read();
        assertThat(message).isInstanceOf(Results.class);
        return (Results) message;
    }

    /** The records of as many tasks, in whatever number of frames; runs stay as long as they came. */
    List<Result> resultsOf(int tasks) throws IOException {
        List<Result> results = new ArrayList<>();
        int ended = 0;
        while (ended < tasks) {
            for (Result result : results().results()) {
                results.add(result);
                ended += result instanceof Run run ? run.count() : 1;
            }
        }
        return results;
    }

    /** What a task has merged by way of the ring. */
    byte[] bytes(Merge merge) {
        byte[] bytes = new byte[(int) merge.range().length()];
        ring.copy(merge.position(), bytes, 0, bytes.length);
        return bytes;
    }

    /** Waits for a wish for a share and fulfils it with a file. */
    WorkerMessage.ShareWanted giveShare(int handle, ElementType type, Path file) throws IOException {
        WorkerMessage message = read();
        assertThat(message).isInstanceOf(WorkerMessage.ShareWanted.class);
        send(AgentFrames.share(new ShareView(handle, type, Files.size(file), 1, file.toString())));
        return (WorkerMessage.ShareWanted) message;
    }

    Ring ring() {
        return ring;
    }

    String output() {
        return lines(output);
    }

    private static String lines(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Closes the pipe to the worker, and returns the worker's exit status. */
    int finish() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return exitStatus();
    }

    int exitStatus() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        ring.close();
    }
}
