package org.hpvm.yarn.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.api.ApplicationConstants;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.hpvm.container.archive.ClassArchive;
import org.hpvm.container.kernel.Sha256;
import org.hpvm.model.ByteSize;

/**
 * A container that runs one of our JVMs: its command, variables, files and tokens.
 *
 * @param main name of the class with the {@code main}
 * @param options of the JVM
 * @param environment our own variables
 * @param resources files that YARN fetches; our jar is one of them
 * @param archives directory on each machine for archives of loaded classes; empty if there are to be none
 */
public record JavaContainer(
        String main,
        ByteSize heap,
        List<String> options,
        Map<String, String> environment,
        Map<String, LocalResource> resources,
        Optional<Path> archives) {
    private static final String SEPARATOR = ApplicationConstants.CLASS_PATH_SEPARATOR;
    private static final int VERSION_DIGITS = 16;
    private static final String LOG4J = "-Dlog4j.configuration=hpvm-log4j.properties";

    public JavaContainer {
        options = List.copyOf(options);
        environment = Map.copyOf(environment);
        resources = Map.copyOf(resources);
    }

    /** As YARN takes it. */
    public ContainerLaunchContext context(Configuration configuration, Credentials credentials) throws IOException {
        String hadoop = classpath(configuration);
        Map<String, String> variables = new TreeMap<>(environment);
        variables.put("CLASSPATH", ApplicationConstants.Environment.PWD.$$() + "/" + HpvmJar.NAME + SEPARATOR + hadoop);
        Optional<ClassArchive> archive = archives.map(directory -> archive(directory, hadoop));
        archive.ifPresent(
                kept -> variables.put(ClassArchive.variable(), kept.file().toString()));
        String java = ApplicationConstants.Environment.JAVA_HOME.$$() + "/bin/java";
        DataOutputBuffer tokens = new DataOutputBuffer();
        credentials.writeTokenStorageToStream(tokens);
        return ContainerLaunchContext.newInstance(
                resources,
                variables,
                List.of(archive.map(kept -> kept.command(java, arguments(), hadoop))
                        .orElse(java + " " + arguments())),
                null,
                ByteBuffer.wrap(tokens.getData(), 0, tokens.getLength()),
                null);
    }

    private String arguments() {
        List<String> words = new ArrayList<>();
        words.add("-Xmx" + heap.bytes());
        words.addAll(options);
        words.add(LOG4J);
        words.add(main);
        words.add("1>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/stdout");
        words.add("2>" + ApplicationConstants.LOG_DIR_EXPANSION_VAR + "/stderr");
        return String.join(" ", words);
    }

    /** Our jar in HDFS is named by its content. */
    private ClassArchive archive(Path directory, String hadoop) {
        String jar = Objects.requireNonNull(resources.get(HpvmJar.NAME), "the jar of HPVM")
                .getResource()
                .getFile();
        String version = Sha256.ofText(jar + "\n" + hadoop).substring(0, VERSION_DIGITS);
        return new ClassArchive(directory.resolve(version), main.substring(main.lastIndexOf('.') + 1));
    }

    /** Hadoop's part of the class path: jars first, since Java makes no archive of what follows a directory. */
    private static String classpath(Configuration configuration) {
        List<String> entries = List.of(configuration.getTrimmedStrings(
                YarnConfiguration.YARN_APPLICATION_CLASSPATH,
                YarnConfiguration.DEFAULT_YARN_CROSS_PLATFORM_APPLICATION_CLASSPATH));
        return Stream.concat(
                        entries.stream().filter(JavaContainer::isOfJars),
                        entries.stream().filter(entry -> !isOfJars(entry)))
                .collect(Collectors.joining(SEPARATOR));
    }

    private static boolean isOfJars(String entry) {
        return entry.endsWith(".jar") || entry.endsWith("*");
    }
}
