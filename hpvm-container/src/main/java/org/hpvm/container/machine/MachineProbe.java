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
    private static final String ISA_LINE = "isa";

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
                Levels.of(architecture, flags(architecture)),
                Runtime.getRuntime().availableProcessors(),
                memory(Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.UTF_8)));
    }

    private static Set<String> flags(String architecture) throws IOException {
        return architecture.startsWith("ppc64")
                ? AuxiliaryVector.powerFlags()
                : flags(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8));
    }

    /** The flags that every processor has: an agent runs tasks on all of them. */
    static Set<String> flags(List<String> cpuinfo) {
        Set<String> common = null;
        for (String line : cpuinfo) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            if (FLAG_LINES.contains(key) || key.equals(ISA_LINE)) {
                String value = line.substring(colon + 1).strip();
                Set<String> found =
                        key.equals(ISA_LINE) ? extensions(value) : new HashSet<>(List.of(value.split("\\s+")));
                if (common == null) {
                    common = found;
                } else {
                    common.retainAll(found);
                }
            }
        }
        return common == null ? Set.of() : common;
    }

    /** The extensions that a RISC-V processor names: {@code rv64imafdcv_zba} has i, m, a, f, d, c, v and zba. */
    private static Set<String> extensions(String isa) {
        String[] parts = isa.split("_", -1);
        Set<String> found = new HashSet<>(List.of(parts).subList(1, parts.length));
        parts[0].replaceFirst("^rv\\d+", "").chars().forEach(letter -> found.add(Character.toString(letter)));
        return found;
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
