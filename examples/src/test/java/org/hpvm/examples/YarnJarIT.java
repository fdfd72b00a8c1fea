package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.ClusterPlan;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.process.ProcessCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar as {@code yarn jar} runs it, through Hadoop's own {@code RunJar}, on a cluster of separate daemons whose
 * machines have Hadoop and nothing of ours.
 */
class YarnJarIT {
    private static final Path JAR = Path.of(HpvmCommandLine.JAR);
    private static final long MOST_BYTES = 2_500_000;
    private static final int LIMIT_SECONDS = 200;

    @TempDir
    Path directory;

    @Test
    void theJarIsSmallAndHoldsNothingThatHadoopBrings() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> foreign = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .filter(name -> !name.matches("(org/hpvm|hpvm|META-INF)/.*|hpvm-[^/]+|[a-z]+\\.proto"))
                    .toList();

            assertThat(foreign).isEmpty();
            assertThat(jar.stream().map(JarEntry::getName))
                    .anyMatch(name -> name.startsWith("hpvm/bin/hpvm-exec-"))
                    .contains("hpvm/sdk/include/hpvm.h", "org/hpvm/yarn/server/ServerMain.class");
        }
        assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
    }

    @Test
    @Timeout(300)
    void aProgramBuiltWithTheJarAloneRunsOnAStockCluster() throws IOException, InterruptedException {
        buildSample(HpvmCommandLine.hadoop());

        try (ProcessCluster cluster = ProcessCluster.start(plan())) {
            requireRun(cluster, HpvmCommandLine.hadoop());
        }
    }

    /** The jars come from Maven's repository, the first time over the network. */
    @Test
    @Tag("slow")
    @Timeout(600)
    void itRunsOnAClusterOfTheReleaseBefore() throws IOException, InterruptedException {
        Path jars = directory.resolve("jars");
        execute(List.of(
                "mvn",
                "--quiet",
                "--batch-mode",
                "--file",
                Path.of("src/test/hadoop-older/pom.xml").toAbsolutePath().toString(),
                "-Dmaven.repo.local=" + System.getProperty("maven.repo.local", ""),
                "-Dhadoop.version=" + System.getProperty("hadoop.older.version", ""),
                "-DincludeScope=runtime",
                "-DoutputDirectory=" + jars,
                "dependency:copy-dependencies"));
        String hadoop = jars + "/*";
        buildSample(hadoop);

        try (ProcessCluster cluster = ProcessCluster.start(plan(), jars)) {
            requireRun(cluster, hadoop);
        }
    }

    private static ClusterPlan plan() {
        Path place =
                Path.of("/tmp", "hpvm-cluster-" + UUID.randomUUID().toString().substring(0, 8));
        return ClusterPlan.of(place, "bigboy", "laptop");
    }

    private void buildSample(String hadoop) throws IOException, InterruptedException {
        Path sdk = directory.resolve("sdk");
        run(Path.of(""), hadoop, "sdk", sdk.toString());
        execute(List.of("make", "-s", "-C", sdk.toString()));
        Path leaf = Files.createDirectories(directory.resolve("sqrt.kernels/x86_64/linux/generic"));
        compile(sdk, "sqrt/kernel.c", "hpvmkernel", leaf.resolve("kernel"));
        compile(sdk, "sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));
    }

    private void requireRun(ProcessCluster cluster, String hadoop) throws IOException, InterruptedException {
        run(
                cluster.confDirectory(),
                hadoop,
                "run",
                "--summary",
                directory.resolve("sqrt").toString());

        assertThat(Files.readAllLines(directory.resolve("output.dat")))
                .hasSize(1_000_000)
                .contains("999999 = 999.999512");
        Deadline.in(Duration.ofSeconds(20))
                .require(
                        "the containers' processes to end",
                        () -> cluster.processes().alive().toString(),
                        () -> cluster.processes().alive().isEmpty());
        try (FileSystem files = FileSystem.newInstance(cluster.configuration())) {
            assertThat(files.listStatus(new org.apache.hadoop.fs.Path(files.getHomeDirectory(), ".hpvm/apps")))
                    .isEmpty();
        }
    }

    /** As {@code yarn jar}: Hadoop's class path, its main class, our jar as an argument. */
    private void run(Path conf, String hadoop, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                HpvmCommandLine.JAVA,
                "-cp",
                conf + File.pathSeparator + hadoop,
                "org.apache.hadoop.util.RunJar",
                JAR.toAbsolutePath().normalize().toString()));
        command.addAll(List.of(words));
        execute(command);
    }

    private void compile(Path sdk, String source, String with, Path program) throws IOException, InterruptedException {
        Path build = sdk.resolve("build");
        execute(List.of(
                "cc",
                "-O2",
                "-static",
                "-I" + build.resolve("include"),
                Path.of(source).toAbsolutePath().toString(),
                "-L" + build.resolve("lib"),
                "-l" + with,
                "-lm",
                "-o",
                program.toString()));
    }

    private void execute(List<String> command) throws IOException, InterruptedException {
        Path err = directory.resolve("err-" + UUID.randomUUID());
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
