package org.hpvm.yarn.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.placement.ClusterFacts;

/**
 * What only the server's container is told through its environment, beside what every container is told.
 *
 * @param hostsText content of the host file, if there is one
 * @param cluster what YARN said of the machines when the application was submitted
 * @param jar the program in HDFS
 */
public record ServerEnvironment(Optional<String> hostsText, ClusterFacts cluster, String jar) {
    private static final String HOSTS = "HPVM_HOSTS";
    private static final String CLUSTER = "HPVM_CLUSTER";
    private static final String JAR = "HPVM_JAR";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads an environment. */
    public static ServerEnvironment of(Map<String, String> environment) throws HpvmException {
        String hosts = environment.getOrDefault(HOSTS, "");
        return new ServerEnvironment(
                hosts.isEmpty() ? Optional.empty() : Optional.of(decode(hosts)),
                cluster(decode(environment.getOrDefault(CLUSTER, ""))),
                environment.getOrDefault(JAR, ""));
    }

    private static ClusterFacts cluster(String text) throws HpvmException {
        try {
            return JSON.readValue(text, ClusterFacts.class);
        } catch (JsonProcessingException e) {
            throw new HpvmException(ErrorCode.INTERNAL, "read " + CLUSTER + ": " + e.getOriginalMessage(), e);
        }
    }

    /** As variables, for {@link #of}. */
    public Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        hostsText.ifPresent(text -> variables.put(HOSTS, encode(text)));
        try {
            variables.put(CLUSTER, encode(JSON.writeValueAsString(cluster)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of words cannot fail to be written", e);
        }
        variables.put(JAR, jar);
        return variables;
    }

    /** The host file, read. */
    public Optional<HostsFile> hosts() throws HpvmException {
        return hostsText.isEmpty()
                ? Optional.empty()
                : Optional.of(HostsFile.parse(hostsText.get().lines().toList(), "the host file"));
    }

    /** One word without special characters, for a script that sets it. */
    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String word) {
        return new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8);
    }
}
