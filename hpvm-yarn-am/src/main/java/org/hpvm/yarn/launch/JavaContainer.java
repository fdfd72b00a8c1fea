package org.hpvm.yarn.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.hpvm.model.ByteSize;

/**
 * A container that runs one of our JVMs: its command, variables, files and tokens.
 *
 * @param main class with the {@code main}
 * @param options of the JVM
 * @param environment our own variables
 * @param resources files that YARN fetches
 */
public record JavaContainer(
        Class<?> main,
        ByteSize heap,
        List<String> options,
        Map<String, String> environment,
        Map<String, LocalResource> resources) {
    private static final String LOG4J = "-Dlog4j.configuration=hpvm-log4j.properties";

    public JavaContainer {
        options = List.copyOf(options);
        environment = Map.copyOf(environment);
        resources = Map.copyOf(resources);
    }

    /** As YARN takes it. */
    public ContainerLaunchContext context(Configuration configuration, Credentials credentials) throws IOException {
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("CLASSPATH", classpath(configuration));
        DataOutputBuffer tokens = new DataOutputBuffer();
        credentials.writeTokenStorageToStream(tokens);
        return ContainerLaunchContext.newInstance(
                resources,
                variables,
                List.of(String.join(" ", command())),
                null,
                ByteBuffer.wrap(tokens.getData(), 0, tokens.getLength()),
                null);
    }

    private List<String> command() {
        List<String> words = new ArrayList<>();
        words.add(ApplicationConstants.Environment.JAVA_HOME.$$() + "/bin/java");
        words.add("-Xmx" + heap.bytes());
        words.addAll(options);
        words.add(LOG4J);
        words.add(main.getName());
        words.add("1>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/stdout");
        words.add("2>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/stderr");
        return words;
    }

    private static String classpath(Configuration configuration) {
        List<String> entries = new ArrayList<>();
        entries.add(ApplicationConstants.Environment.PWD.$$() + "/" + HpvmJar.NAME);
        entries.addAll(List.of(configuration.getTrimmedStrings(
                YarnConfiguration.YARN_APPLICATION_CLASSPATH,
                YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH)));
        return String.join(ApplicationConstants.CLASS_PATH_SEPARATOR, entries);
    }
}
