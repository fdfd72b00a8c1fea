package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hpvm.examples.HpvmCommandLine;

/** The command {@code hpvm} in a process of its own, while it runs. Closing it kills it and all it started. */
record RunningCommand(Process process, Path directory) implements AutoCloseable {
    /** @param directory where it runs; what it prints goes to {@code out} and {@code err} in it */
    static RunningCommand start(Path directory, Path conf, List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(HpvmCommandLine.of(conf, words))
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        return new RunningCommand(builder.start(), directory);
    }

    /** What it has printed to standard error so far. */
    String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    /**
     * Waits for its end.
     *
     * @return its exit status
     */
    int await(Duration limit) throws IOException, InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("hpvm does not end in " + limit.toSeconds() + " s; it printed:\n" + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
