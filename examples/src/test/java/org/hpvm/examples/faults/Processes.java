package org.hpvm.examples.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hpvm.minicluster.MarkedProcesses;

/** The processes of an application on a cluster, by what they are. */
record Processes(Supplier<MarkedProcesses> marked) {
    private static final Pattern OF_NODE_MANAGER = Pattern.compile("/yarn/([^/]+)/");

    /** What a process is. */
    enum Kind {
        SERVER,
        AGENT,
        EXEC,
        WORKER
    }

    List<ProcessHandle> alive(Kind kind) {
        return marked.get().alive().stream()
                .filter(process -> is(kind, process.pid()))
                .toList();
    }

    /** The machine in whose container a process works; empty if it has ended or works elsewhere. */
    static String machine(ProcessHandle process) {
        try {
            String directory = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                    .toString();
            Matcher matcher = OF_NODE_MANAGER.matcher(directory);
            return matcher.find() ? matcher.group(1) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean is(Kind kind, long pid) {
        List<String> words = commandLine(pid);
        if (words.isEmpty()) {
            return false;
        }
        String program = Path.of(words.get(0)).getFileName().toString();
        return switch (kind) {
            case SERVER -> program.equals("java") && words.contains("org.hpvm.yarn.server.ServerMain");
            case AGENT -> program.equals("java") && words.contains("org.hpvm.container.agent.AgentMain");
            case EXEC -> program.equals("hpvm-exec");
            case WORKER -> words.get(0).contains("/kernels/");
        };
    }

    private static List<String> commandLine(long pid) {
        try {
            String line = new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")), StandardCharsets.UTF_8);
            return line.isEmpty() ? List.of() : List.of(line.split("\0"));
        } catch (IOException e) {
            return List.of(); // it has ended meanwhile
        }
    }

    /** Sends a signal, such as {@code KILL}. */
    static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        if (!kill.waitFor(10, TimeUnit.SECONDS)) {
            throw new IOException("send " + name + " to " + process.pid() + ": kill does not end");
        }
    }
}
