package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A YARN with node labels switched on, whose machines are put into partitions step by step: the order of the tests is
 * that of an operator's work.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LabelsIT {
    /** The same for every test, as a cluster is known by its plan. */
    private static final String STORE =
            Path.of("target", "labels-" + UUID.randomUUID()).toUri().toString();

    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withProperties(Map.ofEntries(
            Map.entry("yarn.node-labels.enabled", "true"),
            Map.entry("yarn.node-labels.fs-store.root-dir", STORE),
            Map.entry("yarn.scheduler.capacity.root.queues", "default,poor"),
            Map.entry("yarn.scheduler.capacity.root.default.capacity", "50"),
            Map.entry("yarn.scheduler.capacity.root.default.maximum-capacity", "100"),
            Map.entry("yarn.scheduler.capacity.root.poor.capacity", "50"),
            Map.entry("yarn.scheduler.capacity.root.poor.maximum-capacity", "100"),
            Map.entry("yarn.scheduler.capacity.root.default.accessible-node-labels", "*"),
            Map.entry("yarn.scheduler.capacity.root.poor.accessible-node-labels", " "),
            Map.entry("yarn.scheduler.capacity.root.accessible-node-labels.x86_64.capacity", "100"),
            Map.entry("yarn.scheduler.capacity.root.default.accessible-node-labels.x86_64.capacity", "100"),
            Map.entry("yarn.scheduler.capacity.root.accessible-node-labels.s390x.capacity", "100"),
            Map.entry("yarn.scheduler.capacity.root.default.accessible-node-labels.s390x.capacity", "100"))));

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner runner = new CommandRunner(() -> directory);

    private CommandRunner.Ended sample(String... settings) throws IOException, InterruptedException {
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));
        String[] words = new String[settings.length * 2 + 3];
        words[0] = "run";
        words[1] = "--summary";
        for (int index = 0; index < settings.length; index++) {
            words[2 + 2 * index] = "-D";
            words[3 + 2 * index] = settings[index];
        }
        words[words.length - 1] = directory.resolve("sqrt").toString();
        return runner.hpvm(words);
    }

    @Test
    @Order(1)
    void thePlanSaysWhatIsMissingAndChangesNothing() throws IOException, InterruptedException {
        CommandRunner.Ended plan = runner.hpvm("labels", "plan", "palm=s390x", "bigboy=x86_64");

        assertThat(plan.status()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("yarn rmadmin -addToClusterNodeLabels \"s390x(exclusive=false),x86_64(exclusive=false)\"")
                .contains("=s390x")
                .contains("=x86_64");
        assertThat(plan.err()).contains("the architecture of ").contains("is not known");
        assertThat(runner.hpvm("labels", "plan", "palm=s390x", "bigboy=x86_64").out())
                .isEqualTo(plan.out());
    }

    @Test
    @Order(2)
    void machinesInSharedPartitionsServeAndALabelThatLiesIsTold() throws IOException, InterruptedException {
        CommandRunner.Ended applied = runner.hpvm("labels", "apply", "palm=s390x", "bigboy=x86_64", "laptop=x86_64");
        assertThat(applied.status()).as(applied.err()).isZero();

        CommandRunner.Ended again = runner.hpvm("labels", "plan", "palm=s390x", "bigboy=x86_64", "laptop=x86_64");
        // Long enough for the last machine to join.
        CommandRunner.Ended ended = runner.hpvm(
                "run",
                "-D",
                "hpvm.placement=labels",
                CPrograms.parent("works"),
                CPrograms.tree("work_slowly").toString(),
                "120",
                "0.2");

        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("every machine whose architecture is known is in its partition");
        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("machine palm is x86_64, but its label s390x says s390x");
        assertThat(ended.out()).contains("works: 0 ");
    }

    @Test
    @Order(3)
    void aTreeThatNoPartitionServesIsRefusedAtOnce() throws IOException, InterruptedException {
        Samples.kernelTreeOfAarch64(directory.resolve("sqrt.kernels"));
        long started = System.nanoTime();

        CommandRunner.Ended ended = sample();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .contains("which has leaves for aarch64: no machine can")
                .contains("palm is s390x (label s390x)");
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(60));
    }

    @Test
    @Order(4)
    void aQueueWithoutAccessHasNoPlaceForTheServerAndSaysSo() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));

        CommandRunner.Ended ended = sample("hpvm.queue=poor");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("every machine is in a partition that queue poor may not use");
    }
}
