package org.hpvm.container.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hpvm.container.kernel.KernelCache;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.worker.AgentFrames;
import org.hpvm.container.worker.Ring;
import org.hpvm.container.worker.WinePrefix;
import org.hpvm.container.worker.WorkerCommand;
import org.hpvm.container.worker.WorkerProcess;
import org.hpvm.model.ByteSize;

/**
 * Starts workers of this machine.
 *
 * @param kernels where leaves come from
 * @param machine friendly name
 * @param launcher words before a native leaf
 * @param javaCommand words before a leaf that is a jar
 * @param environment all of a worker's environment
 * @param directory in which each worker gets a directory
 * @param ringDirectory a directory in a memory file system
 * @param ringBytes size of a ring's data area
 */
record WorkerStarter(
        KernelCache kernels,
        String machine,
        List<String> launcher,
        List<String> javaCommand,
        Optional<Path> exec,
        Map<String, String> environment,
        Path directory,
        Path ringDirectory,
        int ringBytes) {

    /**
     * Fetches the leaf, if need be, and starts a process that runs it.
     *
     * @param memory what its tasks may take; zero: no limit. For a native leaf that is address space, for a jar the
     *     heap; an emulator maps as much as it likes, so that a leaf under a launcher has no limit
     */
    WorkerProcess start(Leaf leaf, ByteSize memory) throws IOException {
        String kernel = kernels.fetch(leaf).toString();
        boolean isJar = leaf.path().isJvm();
        Path own = Files.createDirectories(directory).resolve("worker-" + UUID.randomUUID());
        WorkerCommand command = new WorkerCommand(
                isJar ? java(kernel, memory) : List.of(kernel),
                isJar ? List.of() : launcher,
                exec,
                environmentOf(leaf, own),
                own,
                isJar || !launcher.isEmpty() ? new ByteSize(0) : memory);
        Ring ring = Ring.create(ringDirectory, ringBytes);
        WorkerProcess process;
        try {
            process = WorkerProcess.start(command, ring);
        } catch (IOException e) {
            ring.close();
            throw e;
        }
        process.send(AgentFrames.welcome(
                ring.path().toString(), ring.dataBytes(), machine, leaf.path().toString()));
        return process;
    }

    private List<String> java(String jar, ByteSize memory) {
        List<String> words = new ArrayList<>(javaCommand);
        if (memory.bytes() > 0) {
            words.add(1, "-Xmx" + memory.bytes());
        }
        words.add(jar);
        return words;
    }

    private Map<String, String> environmentOf(Leaf leaf, Path own) throws IOException {
        if (launcher.isEmpty() || !leaf.path().os().equals("windows")) {
            return environment;
        }
        Map<String, String> variables =
                new TreeMap<>(WinePrefix.create(own.resolve(WorkerCommand.WINE)).variables());
        variables.putAll(environment);
        return variables;
    }
}
