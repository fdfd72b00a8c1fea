package org.hpvm.container.agent;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * What a container of HPVM is told through its environment.
 *
 * @param application id of the YARN application
 * @param container id of this container
 * @param host the NodeManager's
 * @param server where the server listens for agents; only agents are told
 * @param properties Hadoop's and our own settings that the client changed from the defaults
 */
public record ContainerEnvironment(
        String application,
        String container,
        String host,
        InetSocketAddress server,
        Path localDirectory,
        Path logDirectory,
        Map<String, String> properties) {

    public static final String APPLICATION = "HPVM_APPLICATION";
    public static final String SERVER = "HPVM_SERVER";
    public static final String PROPERTIES = "HPVM_PROPERTIES";

    public ContainerEnvironment {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads an environment.
     *
     * @throws HpvmException naming the variable that is missing
     */
    public static ContainerEnvironment of(Map<String, String> environment) throws HpvmException {
        String server = environment.getOrDefault(SERVER, "unknown:0");
        int colon = server.lastIndexOf(':');
        return new ContainerEnvironment(
                require(environment, APPLICATION),
                require(environment, "CONTAINER_ID"),
                require(environment, "NM_HOST"),
                InetSocketAddress.createUnresolved(
                        server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                Path.of(require(environment, "PWD")),
                Path.of(require(environment, "LOG_DIRS").replaceFirst(",.*", "")),
                decode(environment.getOrDefault(PROPERTIES, "")));
    }

    private static String require(Map<String, String> environment, String name) throws HpvmException {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new HpvmException(ErrorCode.INTERNAL, "read the container's environment: " + name + " is not set");
        }
        return value;
    }

    /** Properties as one word without special characters. */
    public static String encode(Map<String, String> properties) {
        Properties written = new Properties();
        written.putAll(properties);
        StringWriter text = new StringWriter();
        try {
            written.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot fail to be written", e);
        }
        return Base64.getEncoder().encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> decode(String word) throws HpvmException {
        Properties read = new Properties();
        try {
            read.load(new StringReader(new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INTERNAL, "read " + PROPERTIES + ": " + e.getMessage(), e);
        }
        Map<String, String> properties = new TreeMap<>();
        read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
        return properties;
    }
}
