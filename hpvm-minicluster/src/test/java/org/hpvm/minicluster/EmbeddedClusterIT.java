package org.hpvm.minicluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(HpvmCluster.class)
@Timeout(60)
class EmbeddedClusterIT {
    @Test
    void keepsAReplicaOfAFileOnEachMachine(EmbeddedCluster cluster, Configuration configuration) throws Exception {
        try (FileSystem files = FileSystem.newInstance(configuration)) {
            Path file = new Path("/greeting");
            try (FSDataOutputStream out = files.create(file)) {
                out.write("hello".getBytes(StandardCharsets.UTF_8));
            }

            assertThat(files.getFileBlockLocations(file, 0, 5)[0].getHosts())
                    .containsExactlyInAnyOrderElementsOf(addresses(cluster));
        }
    }

    @Test
    void runsAContainerWithHadoopOnEachMachine(EmbeddedCluster cluster, Configuration configuration) throws Exception {
        String classpath = String.join(":", configuration.getStrings("yarn.application.classpath"));
        String command = "test \"$HPVM_TEST_MARKER\" = " + cluster.processes().marker()
                + " && $JAVA_HOME/bin/java -cp '" + classpath + "' org.apache.hadoop.util.VersionInfo";

        Map<String, Integer> ended = new UnmanagedApplication(configuration).run(addresses(cluster), command);

        assertThat(ended)
                .isEqualTo(addresses(cluster).stream().collect(Collectors.toMap(Function.identity(), address -> 0)));
    }

    @Test
    void writesConfigurationThatAClientCanUse(EmbeddedCluster cluster) throws Exception {
        Configuration read = new Configuration(false);
        for (String site : List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml")) {
            read.addResource(new Path(cluster.confDirectory().resolve(site).toUri()));
        }

        assertThat(read.get("fs.defaultFS")).matches("hdfs://127\\.0\\.0\\.1:[1-9][0-9]*");
        assertThat(YarnSettings.ADDRESSES)
                .allSatisfy(key -> assertThat(read.get(key)).matches(".*:[1-9][0-9]*"));
        assertThat(Files.readAllLines(cluster.confDirectory().resolve("hpvm_hosts.cfg"), StandardCharsets.UTF_8))
                .hasSize(4)
                .anyMatch(line -> line.matches("127\\.0\\.1\\.[0-9]+ bigboy"));
    }

    private static List<String> addresses(EmbeddedCluster cluster) {
        return cluster.plan().machines().stream().map(Machine::address).toList();
    }
}
