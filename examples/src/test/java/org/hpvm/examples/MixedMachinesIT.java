package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One spawn over machines that differ in architecture, level and byte order gives one answer. */
@Timeout(180)
class MixedMachinesIT {
    static final String[] MACHINES = {"bigboy", "laptop=x86_64:x86-64-v2", "palm=aarch64", "zbox=s390x"};

    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMachines(MACHINES));

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, 150);

    @BeforeAll
    static void needsTools() {
        Toolchain.assume(Toolchain.AARCH64, Toolchain.S390X);
    }

    @Test
    void queensAndMandelbrotAndEveryTypeComeOutTheSameOnEveryMachine()
            throws IOException, InterruptedException, NoSuchAlgorithmException {
        for (Example example : List.of(
                Example.named("census"),
                Example.named("nqueens"),
                Example.named("mandelbrot"),
                Example.ofTests("types"),
                Example.ofTests("accumulate"))) {
            example.build(directory, List.of(Toolchain.AARCH64, Toolchain.S390X));
        }

        Ended run = hpvm.hpvm(
                "run",
                "--summary",
                "sh",
                "-c",
                "./census 4 >&2 && ./accumulate types '' zbox && ./accumulate sums '' zbox,bigboy"
                        + " && { ./types zbox && ./nqueens 8 && ./nqueens 12 && ./mandelbrot 500; } >printed");

        assertThat(run.status()).as(run.err()).isZero();
        byte[] before = "equal\n92\n14200\nP4\n504 504\n".getBytes(StandardCharsets.UTF_8);
        byte[] out = Files.readAllBytes(directory.resolve("printed"));
        assertThat(out).startsWith(before);
        Answers.assertPicture(directory.resolve("printed"), 504, "15c00e9a39837854b019d7d1c4c04d30");
        assertThat(run.err())
                .contains("bigboy x86_64/linux/x86-64-v")
                .contains("laptop x86_64/linux/x86-64-v2 64-bit little-endian")
                .contains("palm aarch64/linux/generic 64-bit little-endian")
                .contains("zbox s390x/linux/generic 64-bit big-endian");
    }

    @Test
    void javaServesTheMachinesThatNoNativeLeafFits() throws IOException, InterruptedException {
        Example.named("census").build(directory, List.of(Toolchain.AARCH64, Toolchain.S390X));
        Example.named("sqrt").build(directory, List.of());
        Path java = Files.createDirectories(directory.resolve("sqrt.kernels/any/jvm/generic"));
        Files.copy(Path.of(System.getProperty("examples.jar", "")), java.resolve("kernel.jar"));

        Ended run = hpvm.hpvm("run", "--summary", "sh", "-c", "./census 4 >&2 && ./sqrt && ./sqrt && ./sqrt");

        assertThat(run.status()).as(run.err()).isZero();
        List<String> roots = Files.readAllLines(directory.resolve("output.dat"));
        assertThat(roots).hasSize(1_000_000).contains("2 = 1.414214", "999999 = 999.999512");
        assertThat(run.err().lines().map(line -> line.replaceAll(" +", " ")))
                .anyMatch(line -> line.matches("hpvm: (palm|zbox) any/jvm/generic .*"))
                .anyMatch(line -> line.matches("hpvm: (bigboy|laptop) x86_64/linux/x86-64-v\\d .*"));
    }
}
