package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notes' sample, its parent in Java and its kernel in Java and in C, run as a user would: a process for the
 * command, one for the parent, a real cluster.
 */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class SampleIT {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String JAR = System.getProperty("hpvm.jar", "");
    private static final String EXAMPLES = System.getProperty("examples.jar", "");

    @TempDir
    Path directory;

    private Path conf = Path.of("");

    private record Ended(int status, String err) {}

    @BeforeEach
    void knowTheCluster(EmbeddedCluster cluster) {
        conf = cluster.confDirectory();
    }

    @Test
    void writesAMillionRootsAndSaysWhatRanWhere() throws IOException, InterruptedException {
        Path tree = tree();

        Ended ended = hpvm("run", "--summary", JAVA, "-cp", JAR + ":" + EXAMPLES, parent(), tree.toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        List<String> lines = Files.readAllLines(directory.resolve("output.dat"));
        assertThat(lines).hasSize(1_000_000);
        assertThat(lines.get(2)).isEqualTo("2 = 1.414214");
        assertThat(lines.get(999_999)).isEqualTo("999999 = 999.999512");
        assertThat(ended.err()).contains("any/jvm/generic").contains("tasks");
    }

    @Test
    void theNotesSampleInCGivesTheSameRoots() throws IOException, InterruptedException {
        Path leaf = Files.createDirectories(directory.resolve("sqrt.kernels/x86_64/linux/generic"));
        compile("sqrt/kernel.c", "hpvmkernel", leaf.resolve("kernel"));
        compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        Ended ended = hpvm("run", "--summary", directory.resolve("sqrt").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("x86_64/linux/generic");
        List<String> lines = Files.readAllLines(directory.resolve("output.dat"));
        assertThat(lines).hasSize(1_000_000);
        assertThat(lines.get(999_999)).isEqualTo("999999 = 999.999512");
    }

    @Test
    void aProgramThatLooksAtNoErrorEndsWithItsSentence() throws IOException, InterruptedException {
        compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        Ended ended = hpvm("run", directory.resolve("sqrt").toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("sqrt.kernels: there is no such directory");
    }

    private static void compile(String source, String with, Path program) throws IOException, InterruptedException {
        String library = System.getProperty("c.library", "");
        Process compiler = new ProcessBuilder(
                        "cc",
                        "-O2",
                        "-static",
                        "-I" + library + "/include",
                        source,
                        "-L" + library + "/lib",
                        "-l" + with,
                        "-lm",
                        "-o",
                        program.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(compiler.exitValue()).isZero();
    }

    @Test
    void aTreeThatIsNotThereIsOneSentence() throws IOException, InterruptedException {
        Ended ended = hpvm("run", JAVA, "-cp", JAR + ":" + EXAMPLES, parent(), "/no/such/tree");

        assertThat(ended.status()).isNotZero();
        assertThat(ended.err()).contains("read kernel tree /no/such/tree: there is no such directory");
    }

    @Test
    void aTreeWithoutAGenericLeafIsRefused() throws IOException, InterruptedException {
        Path leaf = directory.resolve("tree/any/jvm/fast");
        Files.createDirectories(leaf);
        Files.copy(Path.of(EXAMPLES), leaf.resolve("kernel.jar"));

        Ended ended = hpvm(
                "run",
                JAVA,
                "-cp",
                JAR + ":" + EXAMPLES,
                parent(),
                directory.resolve("tree").toString());

        assertThat(ended.err()).contains("has no leaf \"generic\"");
    }

    @Test
    void aQueueThatIsNotThereIsRefusedWithYarnsReason() throws IOException, InterruptedException {
        Ended ended = hpvm("run", "-D", "hpvm.queue=nosuch", "/bin/true");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("nosuch").doesNotContain("\tat ");
    }

    @Test
    void anUnknownCommandNamesTheNearest() throws IOException, InterruptedException {
        Ended ended = hpvm("rum");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("did you mean run?");
    }

    @Test
    void theParentsExitStatusIsPassedOn() throws IOException, InterruptedException {
        assertThat(hpvm("run", "/bin/sh", "-c", "exit 7").status()).isEqualTo(7);
    }

    private static String parent() {
        return "org.hpvm.examples.sqrt.SqrtParent";
    }

    private Path tree() throws IOException {
        Path leaf = Files.createDirectories(directory.resolve("tree/any/jvm/generic"));
        Files.copy(Path.of(EXAMPLES), leaf.resolve("kernel.jar"));
        return directory.resolve("tree");
    }

    private Ended hpvm(String... words) throws IOException, InterruptedException {
        String hadoop = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("hpvm-"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                JAVA,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JAR + File.pathSeparator + conf + File.pathSeparator + hadoop,
                "org.hpvm.yarn.command.HpvmMain"));
        command.addAll(List.of(words));
        Path err = directory.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        builder.environment().put("HADOOP_CONF_DIR", conf.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }
}
