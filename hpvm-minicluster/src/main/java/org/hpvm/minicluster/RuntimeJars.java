package org.hpvm.minicluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory with the jars that daemons and containers run on.
 *
 * <p>It is what the system property {@value #PROPERTY} or else the variable {@value #VARIABLE} names. With neither, as
 * in a build, a directory of links is made to the jars of this JVM's class path. HPVM's own jars are left out of it: a
 * Hadoop cluster has none, and a test that finds them there hides that an application forgot to bring them.
 */
public final class RuntimeJars {
    public static final String PROPERTY = "hpvm.cluster.lib";
    public static final String VARIABLE = "HPVM_CLUSTER_LIB";

    private RuntimeJars() {}

    /** The directory, found or made as {@code links}. */
    public static Path directory(Path links) throws IOException {
        return directory(System::getProperty, System.getenv(), links);
    }

    static Path directory(Function<String, @Nullable String> properties, Map<String, String> environment, Path links)
            throws IOException {
        Optional<String> named = Optional.ofNullable(properties.apply(PROPERTY))
                .or(() -> Optional.ofNullable(environment.get(VARIABLE)));
        if (named.isPresent()) {
            return existing(Path.of(named.get()).toAbsolutePath());
        }
        link(jars(Optional.ofNullable(properties.apply("java.class.path")).orElse("")), links);
        return links;
    }

    private static Path existing(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.noneMatch(file -> file.toString().endsWith(".jar"))) {
                throw new IOException("look for Hadoop's jars in " + directory + ": found no jar");
            }
        }
        return directory;
    }

    private static List<Path> jars(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(jar -> !jar.getFileName().toString().startsWith("hpvm-"))
                .distinct()
                .toList();
    }

    private static void link(List<Path> jars, Path links) throws IOException {
        Files.createDirectories(links);
        for (Path jar : jars) {
            Path link = links.resolve(jar.getFileName());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
    }
}
