package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that spawns again and again, each task adding one to its counters: a task that is lost, that counts twice
 * or that sees the counters of another round makes it fail.
 *
 * @param rounds spawns, one after the other; 0: until {@link #end}
 * @param tasks of each
 * @param width counters of each task, eight bytes each
 * @param milliseconds that each task takes
 */
record Rounds(Path directory, int rounds, int tasks, int width, int milliseconds) {

    /** Builds program and kernel; the directory is also where it will run. */
    Rounds build() throws IOException, InterruptedException {
        Path leaf = Files.createDirectories(directory.resolve("rounds.kernels/x86_64/linux/generic"));
        compile("src/test/c/rounds/kernel.c", "hpvmkernel", leaf.resolve("kernel"));
        compile("src/test/c/rounds/rounds.c", "hpvm", directory.resolve("rounds"));
        return this;
    }

    /** Starts it on a cluster. */
    RunningCommand start(Path conf, String... options) throws IOException {
        List<String> words = new java.util.ArrayList<>(List.of("run"));
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

    /** How many rounds are done. */
    long done(RunningCommand run) throws IOException {
        return run.err().lines().filter(line -> line.endsWith(" done")).count();
    }

    /** Lets the round under way be the last. */
    void end() throws IOException {
        Files.createFile(directory.resolve("enough"));
    }

    /** What it prints when all went well. */
    String success(long roundsDone) {
        return "all counters stand at " + roundsDone;
    }

    private static void compile(String source, String with, Path program) throws IOException, InterruptedException {
        String library = System.getProperty("c.library", "");
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-O2",
                        "-static",
                        "-I" + library + "/include",
                        source,
                        "-L" + library + "/lib",
                        "-l" + with,
                        "-lm",
                        "-o",
                        program.toString())
                .inheritIO()
                .start();
        if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
            throw new IOException("compile " + source + ": failed");
        }
    }
}
