package org.hpvm.container.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What workers are started with: their variables, {@code hpvm-exec}, and the Java of the agent. */
final class WorkerEnvironment {
    private static final List<String> ALWAYS = List.of("PATH", "HOME", "LANG", "TZ");
    private static final String EXEC_RESOURCE = "/hpvm/bin/hpvm-exec-";

    private WorkerEnvironment() {}

    /** Only what a kernel may see: nothing of the agent's tokens. */
    static Map<String, String> variables(Map<String, String> environment, List<String> named) {
        Map<String, String> variables = new TreeMap<>();
        ALWAYS.forEach(name -> copy(environment, name, variables));
        named.forEach(name -> copy(environment, name, variables));
        return variables;
    }

    private static void copy(Map<String, String> environment, String name, Map<String, String> target) {
        String value = environment.get(name);
        if (value != null) {
            target.put(name, value);
        }
    }

    /** The launcher that the jar carries for this processor, made executable; empty where it has none. */
    static Optional<Path> exec(Path directory) throws IOException {
        String resource = EXEC_RESOURCE + System.getProperty("os.arch");
        try (InputStream in = WorkerEnvironment.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            Path exec = directory.resolve("hpvm-exec");
            Files.copy(in, exec, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(exec, PosixFilePermissions.fromString("rwx------"));
            return Optional.of(exec);
        }
    }

    /** Words that run a leaf of Java: this JVM with our classes and nothing of Hadoop. */
    static List<String> javaCommand() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:+DisplayVMOutputToStderr", // standard output is the protocol's
                "-cp",
                System.getProperty("java.class.path"),
                "org.hpvm.container.jvm.JavaWorkerMain");
    }
}
