package org.hpvm.container.agent;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Everything that tasks print, line by line, each with the machine's friendly name and the task's id. Thread-safe. */
final class TaskLog implements AutoCloseable {
    /** The most of one task's output that is written: its end. */
    static final int MOST_BYTES = 16 << 20;

    private final String machine;
    private final PrintStream out;

    /** Appends to a file in the container's log directory, so that YARN gathers it. */
    TaskLog(String machine, Path file) throws IOException {
        this.machine = machine;
        this.out = new PrintStream(file.toFile(), StandardCharsets.UTF_8);
    }

    /** Writes what one task printed; its lines stay together. */
    synchronized void write(long spawn, long task, String text) {
        text.lines().forEach(line -> out.println(machine + " " + spawn + ":" + task + " | " + line));
        out.flush();
    }

    @Override
    public synchronized void close() {
        out.close();
    }
}
