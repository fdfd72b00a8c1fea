package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A YARN with node attributes switched on, told by the script that HPVM ships. */
@Timeout(120)
class AttributesIT {
    /** The same for every test, as a cluster is known by its plan. */
    private static final String STORE =
            Path.of("target", "attributes-" + UUID.randomUUID()).toUri().toString();

    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withProperties(Map.of(
            "yarn.nodemanager.node-attributes.provider",
            "script",
            "yarn.nodemanager.node-attributes.provider.script.path",
            Path.of("../scripts/node-attributes").toAbsolutePath().normalize().toString(),
            "yarn.node-attribute.fs-store.root-dir",
            STORE,
            "yarn.resourcemanager.placement-constraints.handler",
            "scheduler")));

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner runner = new CommandRunner(() -> directory);

    @BeforeEach
    void awaitTheAttributes(Configuration configuration) throws IOException, InterruptedException {
        try (YarnClient client = YarnClient.createYarnClient()) {
            client.init(configuration);
            client.start();
            Deadline.in(Duration.ofSeconds(30))
                    .require("attributes of 3 machines", () -> "fewer", () -> tell(client) == 3);
        }
    }

    /** How many machines tell their attributes. */
    private static int tell(YarnClient client) throws IOException {
        try {
            return client.getNodeToAttributes(Set.of()).size();
        } catch (YarnException e) {
            throw new IOException("ask for attributes: " + e.getMessage(), e);
        }
    }

    private CommandRunner.Ended sample() throws IOException, InterruptedException {
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));
        return runner.hpvm(
                "run",
                "--summary",
                "-D",
                "hpvm.placement=attributes",
                directory.resolve("sqrt").toString());
    }

    @Test
    void machinesAreTakenByTheirAttributes() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));

        CommandRunner.Ended ended = sample();

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("x86_64/linux/generic");
        assertThat(Files.readAllLines(directory.resolve("output.dat"))).hasSize(1_000_000);
    }

    @Test
    void theMachinesAreListedWithWhatIsToldAndWithWhatTheirAgentsFind() throws IOException, InterruptedException {
        Path tree = Samples.kernelTree(directory.resolve("sqrt.kernels"));

        CommandRunner.Ended told = runner.hpvm("machine", "ls", "--output", "json", "--kernels", tree.toString());
        CommandRunner.Ended found = runner.hpvm("machine", "ls", "--probe");

        assertThat(told.status()).as(told.err()).isZero();
        assertThat(told.out()).contains("\"bigboy\"", "\"x86_64\"", "\"x86_64/linux/generic\"");
        assertThat(found.status()).as(found.err()).isZero();
        assertThat(found.out()).contains("laptop").contains("x86_64").doesNotContain("?");
        assertThat(runner.hpvm("machine", "probe").out()).contains("byte order", "x86_64");
    }

    @Test
    void aTreeThatNoAttributeServesIsRefused() throws IOException, InterruptedException {
        Samples.kernelTreeOfAarch64(directory.resolve("sqrt.kernels"));

        CommandRunner.Ended ended = sample();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("no machine can").contains("palm is x86_64 (attribute arch=x86_64)");
    }

    @Test
    void aClusterWithoutTheLabelsThatAreWantedIsRefusedWithTheReason() throws IOException, InterruptedException {
        CommandRunner.Ended ended = runner.hpvm("run", "-D", "hpvm.placement=labels", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("none may be used").contains("hpvm.placement");
    }

    @Test
    void moreMemoryThanAnyContainerGetsIsRefused() throws IOException, InterruptedException {
        CommandRunner.Ended ended = runner.hpvm("run", "-D", "hpvm.agent.memory=900g", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("hpvm.agent.memory is 921600 MiB, and YARN gives no container more than");
    }
}
