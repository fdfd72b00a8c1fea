package org.hpvm.minicluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A directory of configuration files as Hadoop reads them. */
public record ConfDirectory(Path path) {
    /** The machines, one a line: address, name, further columns. */
    public static final String HOSTS = "hpvm_hosts.cfg";

    /**
     * Writes {@code core-site.xml}, {@code hdfs-site.xml}, {@code yarn-site.xml} and {@code log4j.properties}.
     *
     * <p>Keys are sorted to the files by their first word, as every client reads all three.
     */
    public void write(Map<String, String> settings) throws IOException {
        Files.createDirectories(path);
        for (String site : new String[] {"core", "hdfs", "yarn"}) {
            Map<String, String> own = settings.entrySet().stream()
                    .filter(entry -> site.equals(site(entry.getKey())))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            writeSite(path.resolve(site + "-site.xml"), own);
        }
        try (InputStream quiet = Objects.requireNonNull(ConfDirectory.class.getResourceAsStream("log4j.properties"))) {
            Files.write(path.resolve("log4j.properties"), quiet.readAllBytes());
        }
    }

    /** Writes the hosts file. */
    public void writeHosts(ClusterPlan plan) throws IOException {
        Files.createDirectories(path);
        Files.write(
                path.resolve(HOSTS),
                Stream.concat(
                                plan.machines().stream().map(Machine::hostsLine),
                                Stream.of(HdfsSettings.MASTER + " hpvm_host"))
                        .toList());
    }

    private static String site(String key) {
        if (key.startsWith("yarn.")) {
            return "yarn";
        }
        return key.startsWith("dfs.") ? "hdfs" : "core";
    }

    private static void writeSite(Path file, Map<String, String> settings) throws IOException {
        Configuration site = new Configuration(false);
        settings.forEach(site::set);
        try (OutputStream out = Files.newOutputStream(file)) {
            site.writeXml(out);
        }
    }
}
