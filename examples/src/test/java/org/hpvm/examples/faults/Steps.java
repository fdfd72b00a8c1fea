package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Duration LONG_LIMIT = Duration.ofSeconds(280);

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
        return run(conf, bytes, filled.word, between, unused -> {});
    }

    /** The same with a deed after the reading, while the application is there yet. */
    Ended run(Path conf, long bytes, Filled filled, Deed between, Deed atEnd, String... options)
            throws IOException, InterruptedException {
        return run(conf, bytes, filled.word, between, atEnd, options);
    }

    /** The same with the deed before the filling, when machines are there already. */
    Ended runLate(Path conf, long bytes, Filled filled, Deed before) throws IOException, InterruptedException {
        return run(conf, bytes, "late-" + filled.word, before, unused -> {});
    }

    /** Runs it to its end without a pause; the deed begins when the program does. */
    Ended runThrough(Path conf, long bytes, Filled filled, Deed meanwhile, String... options)
            throws IOException, InterruptedException {
        Path mark = Files.createFile(directory.resolve("go-on"));
        Path end = Files.createFile(directory.resolve("end"));
        try (RunningCommand running = start(conf, bytes, filled.word, mark, end, options)) {
            meanwhile.run(running);
            return new Ended(running.await(LONG_LIMIT), running.err());
        }
    }

    private RunningCommand start(Path conf, long bytes, String how, Path mark, Path end, String... options)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(options));
        words.addAll(List.of(
                directory.resolve("steps").toString(), Long.toString(bytes), how, mark.toString(), end.toString()));
        return RunningCommand.start(directory, conf, words);
    }

    private Ended run(Path conf, long bytes, String how, Deed deed, Deed atEnd, String... options)
            throws IOException, InterruptedException {
        Path mark = directory.resolve("go-on");
        Path end = directory.resolve("end");
        try (RunningCommand running = start(conf, bytes, how, mark, end, options)) {
            await(running, "halfway");
            deed.run(running);
            Files.createFile(mark);
            if (await(running, "all right")) {
                atEnd.run(running);
                Files.createFile(end);
            }
            return new Ended(running.await(LIMIT), running.err());
        }
    }

    /** Waits for what it prints; false if it has ended without. */
    private static boolean await(RunningCommand running, String words) throws IOException, InterruptedException {
        Deadline.in(LIMIT)
                .require(
                        words,
                        () -> said(running),
                        () -> !running.process().isAlive() || running.err().contains(words));
        return running.err().contains(words);
    }

    private static String said(RunningCommand running) {
        try {
            return running.err();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
