package org.hpvm.container.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything that tasks print, line by line, each with the machine's friendly name and the task's id. Thread-safe. */
public final class TaskLog implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;

    private final String machine;
    private final OutputStream out;

    /** Makes a file in the container's log directory, so that YARN gathers it. */
    public TaskLog(String machine, Path file) throws IOException {
        this.machine = machine;
        this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    }

    /** Writes lines of one task, byte by byte as it printed them; they stay together. */
    synchronized void write(long spawn, long task, List<ByteBuffer> lines) throws IOException {
        byte[] prefix = (machine + " " + spawn + ":" + task + " | ").getBytes(StandardCharsets.UTF_8);
        for (ByteBuffer line : lines) {
            out.write(prefix);
            out.write(line.array(), line.arrayOffset() + line.position(), line.remaining());
            out.write('\n');
        }
        out.flush();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
