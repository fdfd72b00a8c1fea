package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notes' sample, its parent in Java and its kernel in Java and in C, run as a user would: a process for the
 * command, one for the parent, a real cluster.
 */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class SampleIT {
    private static final String EXAMPLES = System.getProperty("examples.jar", "");

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void writesAMillionRootsAndSaysWhatRanWhere() throws IOException, InterruptedException {
        Path tree = tree();

        Ended ended = hpvm.hpvm(
                "run",
                "--summary",
                HpvmCommandLine.JAVA,
                "-cp",
                HpvmCommandLine.JAR + ":" + EXAMPLES,
                parent(),
                tree.toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        List<String> lines = Files.readAllLines(directory.resolve("output.dat"));
        assertThat(lines).hasSize(1_000_000);
        assertThat(lines.get(2)).isEqualTo("2 = 1.414214");
        assertThat(lines.get(999_999)).isEqualTo("999999 = 999.999512");
        assertThat(ended.err()).contains("any/jvm/generic").contains("tasks");
    }

    @Test
    void theNotesSampleInCGivesTheSameRoots() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        Ended ended = hpvm.hpvm("run", "--summary", directory.resolve("sqrt").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("x86_64/linux/generic");
        List<String> lines = Files.readAllLines(directory.resolve("output.dat"));
        assertThat(lines).hasSize(1_000_000);
        assertThat(lines.get(999_999)).isEqualTo("999999 = 999.999512");
    }

    @Test
    void aProgramThatLooksAtNoErrorEndsWithItsSentence() throws IOException, InterruptedException {
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        Ended ended = hpvm.hpvm("run", directory.resolve("sqrt").toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("sqrt.kernels: there is no such directory");
    }

    @Test
    void aTreeThatIsNotThereIsOneSentence() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run", HpvmCommandLine.JAVA, "-cp", HpvmCommandLine.JAR + ":" + EXAMPLES, parent(), "/no/such/tree");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err())
                .isEqualTo("SqrtParent: read kernel tree /no/such/tree: there is no such directory; build one with"
                        + " \"hpvm kernels build\"\n");
    }

    @Test
    void aTreeWithoutAGenericLeafIsRefused() throws IOException, InterruptedException {
        Path leaf = directory.resolve("tree/any/jvm/fast");
        Files.createDirectories(leaf);
        Files.copy(Path.of(EXAMPLES), leaf.resolve("kernel.jar"));

        Ended ended = hpvm.hpvm(
                "run",
                HpvmCommandLine.JAVA,
                "-cp",
                HpvmCommandLine.JAR + ":" + EXAMPLES,
                parent(),
                directory.resolve("tree").toString());

        assertThat(ended.err()).contains("has no leaf \"generic\"");
    }

    @Test
    void theParentsExitStatusIsPassedOn() throws IOException, InterruptedException {
        assertThat(hpvm.hpvm("run", "/bin/sh", "-c", "exit 7").status()).isEqualTo(7);
    }

    private static String parent() {
        return "org.hpvm.examples.sqrt.SqrtParent";
    }

    private Path tree() throws IOException {
        Path leaf = Files.createDirectories(directory.resolve("tree/any/jvm/generic"));
        Files.copy(Path.of(EXAMPLES), leaf.resolve("kernel.jar"));
        return directory.resolve("tree");
    }
}
