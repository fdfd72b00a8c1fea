package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.examples.Samples;

/**
 * One of the examples, run over and over; each run must print the same, and what it prints must hold what is known.
 *
 * @param words what follows its name
 * @param known a part of what it prints
 * @param output the file that has it
 */
record RepeatedExample(Path directory, String name, String words, String known, String output) implements LongProgram {

    /** Builds program and kernel; the directory is also where it will run. */
    RepeatedExample build() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve(name + ".kernels"), name + "/kernel.c");
        Samples.compile(name + "/" + name + ".c", "hpvm", directory.resolve(name));
        return this;
    }

    @Override
    public RunningCommand start(Path conf, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(List.of(options));
        // Parents come one after the other, all at the same server.
        command.addAll(List.of(
                "sh",
                "-c",
                "round=0; while [ ! -e enough ]; do ./" + name + " " + words + " > printed || exit 1;" + " sha256sum < "
                        + output + "; [ -e first ] || cp " + output + " first; done"));
        return RunningCommand.start(directory, conf, command);
    }

    @Override
    public long done(RunningCommand run) throws IOException {
        return Files.readString(directory.resolve("out"), StandardCharsets.UTF_8)
                .lines()
                .count();
    }

    @Override
    public void end() throws IOException {
        Files.createFile(directory.resolve("enough"));
    }

    @Override
    public void requireRight(RunningCommand run) throws IOException {
        assertThat(directory.resolve("first"))
                .content(StandardCharsets.ISO_8859_1)
                .contains(known);
        assertThat(Files.readAllLines(directory.resolve("out")).stream().distinct())
                .as("what the runs of %s printed, as digests", name)
                .hasSize(1);
    }
}
