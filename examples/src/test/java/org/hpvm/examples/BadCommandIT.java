package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that the cluster refuses, or that reach none: one sentence, status 2, and nothing left behind. */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class BadCommandIT {
    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run -D hpvm.queue=nosuch /bin/true",
                "submit -D hpvm.queue=nosuch /bin/true",
                "session start -D hpvm.queue=nosuch work"
            })
    void aQueueThatIsNotThereIsRefused(String line) throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(line.split(" ", -1));

        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err())
                .hasLineCount(1)
                .matches(
                        "hpvm: submit to queue nosuch: YARN refuses: Application application_\\d+_\\d+ submitted by user "
                                + "\\S+ to unknown queue: nosuch; hpvm.queue names the queue\\n");
    }

    @Test
    void aSessionThatIsNotThereIsNotWaitedFor() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm("run", "--session", "nosuch", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).hasLineCount(1).contains("hpvm session start nosuch starts it");
    }

    @Test
    void aSettingThatYarnCannotGrantIsRefused() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm("run", "-D", "hpvm.agent.memory=900g", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .hasLineCount(1)
                .contains("hpvm.agent.memory is 921600 MiB, and YARN gives no container more than ");
    }

    @Test
    void aClusterThatCannotBeReachedIsOneSentence() throws IOException, InterruptedException {
        Ended ended = nowhere().hpvm("run", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("hpvm: reach the cluster: localhost:9 does not answer (Connection refused); is it up, and is"
                        + " it the one that HADOOP_CONF_DIR, " + directory.resolve("conf") + ", names?\n");
    }

    @Test
    void aProgramStartedByHandWithoutAClusterIsToldSo() throws IOException, InterruptedException {
        String tree = CPrograms.tree("empty").toString();
        List<String> java = new ArrayList<>(HpvmCommandLine.parent(SpawnTrees.class));
        java.add(tree);

        Ended inC = nowhere().program(CPrograms.parent("spawn_trees"), tree);
        Ended inJava = nowhere().program(java.toArray(String[]::new));

        for (Ended ended : List.of(inC, inJava)) {
            assertThat(ended.out() + ended.err())
                    .contains("hpvm: reach the cluster: localhost:9 does not answer (Connection refused)")
                    .contains(" ended before it told its socket; what it printed says why");
        }
    }

    private CommandRunner nowhere() throws IOException {
        Path nowhere = Files.createDirectories(directory.resolve("conf"));
        setting(nowhere, "core-site.xml", "fs.defaultFS", "hdfs://127.0.0.1:9");
        setting(nowhere, "yarn-site.xml", "yarn.resourcemanager.address", "127.0.0.1:9");
        Files.writeString(nowhere.resolve("log4j.properties"), "log4j.rootLogger=OFF\n");
        return CommandRunner.on(nowhere, directory);
    }

    private static void setting(Path conf, String file, String key, String value) throws IOException {
        Files.writeString(
                conf.resolve(file),
                "<configuration><property><name>" + key + "</name><value>" + value
                        + "</value></property></configuration>");
    }
}
