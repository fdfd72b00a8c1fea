package org.hpvm.container.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hpvm.model.ByteSize;

/** Looks at the machine that it runs on. */
public final class MachineProbe {
    private static final Map<String, String> NAME_BY_JAVA_NAME =
            Map.of("amd64", "x86_64", "i386", "i386", "x86", "i386", "arm64", "aarch64", "zarch_64", "s390x");
    private static final Set<String> FLAG_LINES = Set.of("flags", "features");

    private MachineProbe() {}

    /**
     * Probes this machine.
     *
     * @throws IOException if {@code /proc} cannot be read
     */
    public static Machine probe() throws IOException {
        String javaName = System.getProperty("os.arch", "");
        String architecture = NAME_BY_JAVA_NAME.getOrDefault(javaName, javaName);
        return new Machine(
                architecture,
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
                System.getProperty("os.version", ""),
                Levels.of(architecture, flags(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8))),
                Runtime.getRuntime().availableProcessors(),
                memory(Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.UTF_8)));
    }

    /** The flags that every processor has: an agent runs tasks on all of them. */
    static Set<String> flags(List<String> cpuinfo) {
        Set<String> common = null;
        for (String line : cpuinfo) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (FLAG_LINES.contains(key)) {
                Set<String> found =
                        new HashSet<>(List.of(line.substring(colon + 1).strip().split("\\s+")));
                if (common == null) {
                    common = found;
                } else {
                    common.retainAll(found);
                }
            }
        }
        return common == null ? Set.of() : common;
    }

    private static ByteSize memory(List<String> meminfo) throws IOException {
        for (String line : meminfo) {
            if (line.startsWith("MemTotal:")) {
                return ByteSize.parse(line.replaceAll("\\D", "") + "k");
            }
        }
        throw new IOException("read /proc/meminfo: it has no line MemTotal");
    }
}
