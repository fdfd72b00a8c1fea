package org.hpvm.yarn.hosts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.jspecify.annotations.Nullable;

/**
 * {@code hpvm_hosts.cfg}: the machines to use and their friendly names, in the form of the 2004 notes.
 *
 * <pre>
 * # address     friendly name   options
 * 192.168.1.10  hpvm_host
 * 192.168.1.11  bigboy
 * 192.168.1.12  palm            arch=aarch64 launcher=qemu-aarch64-static
 * </pre>
 *
 * @param serverAddress that of the line {@code hpvm_host}
 * @param machines the other lines, in their order
 */
public record HostsFile(String serverAddress, List<HostEntry> machines) {
    private static final String SERVER = "hpvm_host";
    private static final Set<String> OPTIONS = Set.of("arch", "os", "levels", "launcher", "speed");

    public HostsFile {
        machines = List.copyOf(machines);
    }

    /**
     * Reads a host file.
     *
     * @param where names the file, for the error
     * @throws HpvmException with every faulty line and its number
     */
    public static HostsFile parse(List<String> lines, String where) throws HpvmException {
        List<String> faults = new ArrayList<>();
        List<HostEntry> machines = new ArrayList<>();
        List<String> servers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).replaceFirst("#.*", "").strip();
            if (index == 0 && line.startsWith("\ufeff")) {
                line = line.substring(1).strip();
            }
            if (!line.isEmpty()) {
                try {
                    HostEntry entry = entry(line);
                    if (entry.name().equals(SERVER)) {
                        servers.add(entry.address());
                    } else {
                        machines.add(entry);
                    }
                    boolean isServer = entry.name().equals(SERVER);
                    if (!seen.add("name " + entry.name()) || !(isServer || seen.add(entry.address()))) {
                        throw new IllegalArgumentException("\"" + line + "\" names a machine a second time");
                    }
                } catch (IllegalArgumentException e) {
                    faults.add("line " + (index + 1) + ": " + e.getMessage());
                }
            }
        }
        if (servers.isEmpty()) {
            faults.add("no line gives the address of hpvm_host, which agents are told to call");
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "read " + where + ": " + String.join("; ", faults));
        }
        return new HostsFile(servers.get(0), machines);
    }

    private static HostEntry entry(String line) {
        String[] words = line.split("\\s+", -1);
        if (words.length < 2) {
            throw new IllegalArgumentException("\"" + line + "\" is not an address and a friendly name");
        }
        String address = HostAddress.parse(words[0]).text();
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : List.of(words).subList(2, words.length)) {
            int equals = word.indexOf('=');
            if (equals < 1 || !OPTIONS.contains(word.substring(0, equals))) {
                throw new IllegalArgumentException(
                        "\"" + word + "\" is none of arch=, os=, levels=, launcher=, speed=");
            }
            if (equals == word.length() - 1) {
                throw new IllegalArgumentException("\"" + word + "\" has no value");
            }
            if (options.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("\"" + word + "\" is the second of its kind");
            }
        }
        return new HostEntry(
                address,
                words[1],
                options.getOrDefault("arch", ""),
                options.getOrDefault("os", "linux"),
                commaSeparated(options.get("levels")),
                commaSeparated(options.get("launcher")),
                speed(options.getOrDefault("speed", "1")));
    }

    private static double speed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("speed=" + text + " is no number", e);
        }
    }

    private static List<String> commaSeparated(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    /** The machine with that address, if the file names it. */
    public Optional<HostEntry> find(String address) {
        return machines.stream()
                .filter(machine -> new HostAddress(machine.address()).is(address))
                .findFirst();
    }
}
