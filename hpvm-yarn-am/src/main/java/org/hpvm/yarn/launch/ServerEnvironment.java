package org.hpvm.yarn.launch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.hosts.HostsFile;

/**
 * What only the server's container is told through its environment, beside what every container is told.
 *
 * @param hostsText content of the host file, if there is one
 * @param nodes hosts of the NodeManagers that ran when the application was submitted
 * @param jar the program in HDFS
 */
public record ServerEnvironment(Optional<String> hostsText, List<String> nodes, String jar) {
    private static final String HOSTS = "HPVM_HOSTS";
    private static final String NODES = "HPVM_NODES";
    private static final String JAR = "HPVM_JAR";

    public ServerEnvironment {
        nodes = List.copyOf(nodes);
    }

    /** Reads an environment. */
    public static ServerEnvironment of(Map<String, String> environment) {
        String hosts = environment.getOrDefault(HOSTS, "");
        String nodes = environment.getOrDefault(NODES, "");
        return new ServerEnvironment(
                hosts.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new String(Base64.getDecoder().decode(hosts), StandardCharsets.UTF_8)),
                nodes.isEmpty() ? List.of() : List.of(nodes.split(",", -1)),
                environment.getOrDefault(JAR, ""));
    }

    /** As variables, for {@link #of}. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        hostsText.ifPresent(text ->
                variables.put(HOSTS, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        variables.put(NODES, String.join(",", nodes));
        variables.put(JAR, jar);
        return variables;
    }

    /** The host file, read. */
    public Optional<HostsFile> hosts() throws HpvmException {
        return hostsText.isEmpty()
                ? Optional.empty()
                : Optional.of(HostsFile.parse(hostsText.get().lines().toList(), "the host file"));
    }
}
