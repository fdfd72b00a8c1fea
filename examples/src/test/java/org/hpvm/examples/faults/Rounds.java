package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.examples.Samples;

/**
 * A program that spawns again and again, each task adding one to its counters: a task that is lost, that counts twice
 * or that sees the counters of another round makes it fail.
 *
 * @param rounds spawns, one after the other; 0: until {@link #end}
 * @param tasks of each
 * @param width counters of each task, eight bytes each
 * @param milliseconds that each task takes
 */
record Rounds(Path directory, int rounds, int tasks, int width, int milliseconds) implements LongProgram {

    /** Builds program and kernel; the directory is also where it will run. */
    Rounds build() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("rounds.kernels"), "src/test/c/rounds/kernel.c");
        Samples.compile("src/test/c/rounds/rounds.c", "hpvm", directory.resolve("rounds"));
        return this;
    }

    @Override
    public RunningCommand start(Path conf, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(options));
        words.addAll(List.of(
                directory.resolve("rounds").toString(),
                directory.resolve("rounds.kernels").toString(),
                Integer.toString(rounds),
                Integer.toString(tasks),
                Integer.toString(width),
                Integer.toString(milliseconds)));
        return RunningCommand.start(directory, conf, words);
    }

    @Override
    public long done(RunningCommand run) throws IOException {
        return run.err().lines().filter(line -> line.endsWith(" done")).count();
    }

    @Override
    public void end() throws IOException {
        Files.createFile(directory.resolve("enough"));
    }

    @Override
    public void requireRight(RunningCommand run) throws IOException {
        assertThat(run.err()).contains(success(done(run)));
    }

    /** What it prints when all went well. */
    String success(long roundsDone) {
        return "all counters stand at " + roundsDone;
    }
}
