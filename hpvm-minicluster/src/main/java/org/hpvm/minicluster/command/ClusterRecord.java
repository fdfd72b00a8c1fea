package org.hpvm.minicluster.command;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code cluster.properties} says of a cluster that is up.
 *
 * @param pid of the JVM with all daemons
 * @param started when that JVM started
 * @param conf the configuration for clients
 * @param web the ResourceManager's pages
 * @param machines their names, with commas
 * @param marker by which its containers' processes are known
 */
record ClusterRecord(long pid, Instant started, Path conf, String web, String machines, String marker) {
    /** Linux counts from the time of boot, which moves by a second when the clock is set. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    static Path file(Path directory) {
        return directory.resolve("cluster.properties");
    }

    static Optional<ClusterRecord> read(Path directory) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file(directory))) {
            properties.load(in);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return Optional.of(new ClusterRecord(
                Long.parseLong(value(properties, "pid")),
                Instant.parse(value(properties, "started")),
                Path.of(value(properties, "conf")),
                value(properties, "web"),
                value(properties, "machines"),
                value(properties, "marker")));
    }

    /** Writes it aside and renames it, so that nobody reads half of it. */
    void write(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(pid));
        properties.setProperty("started", started.toString());
        properties.setProperty("conf", conf.toString());
        properties.setProperty("web", web);
        properties.setProperty("machines", machines);
        properties.setProperty("marker", marker);
        Path aside = directory.resolve("cluster.properties.new");
        try (Writer out = Files.newBufferedWriter(aside)) {
            properties.store(out, null);
        }
        Files.move(aside, file(directory), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The recorded process, if it lives and its number was not given to another since. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(instant ->
                                Duration.between(instant, started).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                        .isPresent());
    }

    private static String value(Properties properties, String key) throws IOException {
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IOException("read cluster.properties: " + key + " is missing");
        }
        return value;
    }
}
