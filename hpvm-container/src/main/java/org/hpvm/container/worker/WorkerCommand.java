package org.hpvm.container.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a worker is started.
 *
 * @param program the leaf, or {@code java} and what it takes to run one
 * @param launcher words before the program, such as {@code qemu-s390x-static}; empty as a rule
 * @param exec {@code hpvm-exec}, where there is one for this machine
 * @param environment all of the worker's environment
 * @param directory the worker's own: its working directory is made in it, its output file and its status file beside
 */
public record WorkerCommand(
        List<String> program,
        List<String> launcher,
        Optional<Path> exec,
        Map<String, String> environment,
        Path directory) {

    public WorkerCommand {
        if (program.isEmpty()) {
            throw new IllegalArgumentException("a worker without a program");
        }
        program = List.copyOf(program);
        launcher = List.copyOf(launcher);
        environment = Map.copyOf(environment);
    }

    Path workingDirectory() {
        return directory.resolve("work");
    }

    Path outputFile() {
        return directory.resolve("output");
    }

    Path statusFile() {
        return directory.resolve("status");
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        exec.ifPresent(path ->
                words.addAll(List.of(path.toString(), "--status", statusFile().toString(), "--")));
        words.addAll(launcher);
        words.addAll(program);
        return words;
    }
}
