package org.hpvm.container.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipe into a worker, and the one thread that writes into it. Whoever has a frame for the worker goes on at once: a
 * pipe takes 64 KiB, and a worker that waits for somebody to read its results reads nothing, so that the thread that
 * reads them must never wait for room. Thread-safe.
 *
 * <p>What waits here is bounded by the sender: two frames of tasks, and an answer to each question of the worker.
 */
final class WorkerInput implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerInput.class);

    private final BlockingQueue<Optional<ByteBuffer>> frames = new LinkedBlockingQueue<>();
    private final OutputStream pipe;
    private final long pid;

    WorkerInput(OutputStream pipe, long pid) {
        this.pipe = pipe;
        this.pid = pid;
        Thread writer = new Thread(this::write, "input-of-" + pid);
        writer.setDaemon(true);
        writer.start();
    }

    /** Sends a frame, soon. A worker that has ended is not an error here: the reader is told. */
    void send(ByteBuffer frame) {
        frames.add(Optional.of(frame));
    }

    private void write() {
        try (pipe) {
            Optional<ByteBuffer> next = frames.take();
            while (next.isPresent()) {
                ByteBuffer frame = next.get();
                pipe.write(frame.array(), frame.arrayOffset() + frame.position(), frame.remaining());
                pipe.flush();
                next = frames.take();
            }
        } catch (IOException e) {
            // A broken pipe: the end of the process is seen where its messages are read.
            LOG.debug("worker {} has gone", pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the thread end once it has written what waits, or the worker's end of the pipe is closed. */
    @Override
    public void close() {
        frames.add(Optional.empty());
    }
}
