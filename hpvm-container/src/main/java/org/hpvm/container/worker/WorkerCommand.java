package org.hpvm.container.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.model.ByteSize;

/**
 * How a worker is started.
 *
 * @param program the leaf, or {@code java} and what it takes to run one
 * @param launcher words before the program, such as {@code qemu-s390x-static}; empty as a rule
 * @param exec {@code hpvm-exec}, where there is one for this machine
 * @param environment all of the worker's environment
 * @param directory the worker's own: its working directory is made in it, its output file and its status file beside
 * @param addressSpace the most that the program may map, which {@code hpvm-exec} sees to; zero: no limit
 */
public record WorkerCommand(
        List<String> program,
        List<String> launcher,
        Optional<Path> exec,
        Map<String, String> environment,
        Path directory,
        ByteSize addressSpace) {

    /** Where in the directory Wine keeps what it needs, if the worker runs in it. */
    public static final String WINE = "wine";

    public WorkerCommand {
        if (program.isEmpty()) {
            throw new IllegalArgumentException("a worker without a program");
        }
        program = List.copyOf(program);
        launcher = List.copyOf(launcher);
        environment = Map.copyOf(environment);
    }

    /** The same without a limit. */
    public WorkerCommand(
            List<String> program,
            List<String> launcher,
            Optional<Path> exec,
            Map<String, String> environment,
            Path directory) {
        this(program, launcher, exec, environment, directory, new ByteSize(0));
    }

    Path wineDirectory() {
        return directory.resolve(WINE);
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
        if (exec.isPresent()) {
            words.addAll(List.of(exec.get().toString(), "--status", statusFile().toString()));
            if (addressSpace.bytes() > 0) {
                words.addAll(List.of("--address-space", Long.toString(addressSpace.bytes())));
            }
            words.add("--");
        }
        words.addAll(launcher);
        words.addAll(program);
        return words;
    }
}
