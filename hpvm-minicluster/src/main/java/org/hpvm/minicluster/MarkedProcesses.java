package org.hpvm.minicluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The processes that a cluster's containers started: those that carry its marker in their environment, and, as a
 * program may be started with an empty environment, those that work in or run from its NodeManagers' directories.
 *
 * @param marker the value of {@link YarnSettings#MARKER}
 * @param directories of the NodeManagers
 */
public record MarkedProcesses(String marker, Path directories) {
    private static final Duration END_LIMIT = Duration.ofSeconds(10);

    /** Those that live now, without this JVM and without zombies. */
    public List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> belongs(process.pid()))
                .toList();
    }

    /** Kills them, and what they start meanwhile. */
    public void kill() throws IOException, InterruptedException {
        Deadline.in(END_LIMIT).require("marked processes to end", () -> describe(alive()), () -> {
            List<ProcessHandle> alive = alive();
            alive.forEach(ProcessHandle::destroyForcibly);
            return alive.isEmpty();
        });
    }

    /** A line for people: number and command line of each. */
    public static String describe(List<ProcessHandle> processes) {
        return processes.isEmpty()
                ? "none"
                : String.join(
                        ", ", processes.stream().map(MarkedProcesses::describe).toList());
    }

    private static String describe(ProcessHandle process) {
        String command = new String(read(process.pid(), "cmdline"), StandardCharsets.UTF_8)
                .replace('\0', ' ')
                .strip();
        return process.pid() + " (" + (command.length() > 200 ? command.substring(0, 200) + "..." : command) + ')';
    }

    private boolean belongs(long pid) {
        String variable = YarnSettings.MARKER + '=' + marker;
        // A zombie's environment reads as empty, and it has neither directory nor program.
        return Arrays.asList(new String(read(pid, "environ"), StandardCharsets.ISO_8859_1).split("\0"))
                        .contains(variable)
                || inDirectories(pid, "cwd")
                || inDirectories(pid, "exe");
    }

    private boolean inDirectories(long pid, String link) {
        return target(pid, link).filter(path -> path.startsWith(directories)).isPresent();
    }

    private static Optional<Path> target(long pid, String link) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), link)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Empty for a process that ended meanwhile or is another user's. */
    private static byte[] read(long pid, String file) {
        try {
            return Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
