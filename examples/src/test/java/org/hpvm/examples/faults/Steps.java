package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hpvm.examples.Samples;
import org.hpvm.minicluster.Deadline;

/**
 * A program that has a share filled and then read by tasks, who fail unless they find the right bytes; with time to do
 * something to the cluster before either.
 *
 * @param directory where it is built and runs
 */
record Steps(Path directory) {
    private static final Duration LIMIT = Duration.ofSeconds(100);

    /** Who fills the share. */
    enum Filled {
        BY_TASKS("merge"),
        BY_PARENT("write");

        private final String word;

        Filled(String word) {
            this.word = word;
        }
    }

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Deed {
        void run(RunningCommand running) throws IOException, InterruptedException;
    }

    /** How it ended. */
    record Ended(int status, String err) {}

    Steps build() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("steps.kernels"), "src/test/c/steps_kernel.c");
        Samples.compile("src/test/c/steps.c", "hpvm", directory.resolve("steps"));
        return this;
    }

    /** Runs it on a cluster, with the deed after the filling and before the reading. */
    Ended run(Path conf, long bytes, Filled filled, Deed between) throws IOException, InterruptedException {
        return run(conf, bytes, filled.word, between);
    }

    /** The same with the deed before the filling, when machines are there already. */
    Ended runLate(Path conf, long bytes, Filled filled, Deed before) throws IOException, InterruptedException {
        return run(conf, bytes, "late-" + filled.word, before);
    }

    private Ended run(Path conf, long bytes, String how, Deed deed) throws IOException, InterruptedException {
        Path mark = directory.resolve("go-on");
        List<String> words =
                List.of("run", directory.resolve("steps").toString(), Long.toString(bytes), how, mark.toString());
        try (RunningCommand running = RunningCommand.start(directory, conf, words)) {
            Deadline.in(LIMIT).require("the middle of the program", () -> said(running), () -> {
                if (!running.process().isAlive()) {
                    throw new IOException("it ended before: " + running.err());
                }
                return running.err().contains("halfway");
            });
            deed.run(running);
            Files.createFile(mark);
            return new Ended(running.await(LIMIT), running.err());
        }
    }

    private static String said(RunningCommand running) {
        try {
            return running.err();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
