package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code hpvm kernels verify} finds the leaf that gives another answer. */
@Timeout(180)
class KernelsVerifyIT {
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMachines(MixedMachinesIT.MACHINES));

    private static final Path MANDELBROT = Path.of("mandelbrot", "kernel.c");
    private static final Path PLACES = Path.of("src/test/c/places_kernel.c");
    private static final String V3 = "-march=x86-64-v3";

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, 100);

    @BeforeAll
    static void needsTools() {
        Toolchain.assume(Toolchain.AARCH64, Toolchain.S390X);
    }

    @Test
    void aLeafThatMultipliesAndAddsInOneStepDrawsAnotherPictureAndWithoutThatAllDrawTheSame()
            throws IOException, InterruptedException {
        for (Toolchain toolchain : List.of(Toolchain.X86_64, Toolchain.AARCH64, Toolchain.S390X)) {
            toolchain.leaf(MANDELBROT, tree(), "generic");
        }
        Toolchain.X86_64.leaf(MANDELBROT, tree(), "x86-64-v3", V3);

        Ended same = picture();

        assertThat(same.status()).as(same.err()).isZero();
        assertThat(lines(same))
                .anyMatch(line -> line.matches("x86_64/linux/x86-64-v3 +bigboy +equal"))
                .anyMatch(line -> line.matches("s390x/linux/generic +zbox +equal"))
                .anyMatch(line -> line.matches("x86_64/linux/generic +laptop +equal"))
                .anyMatch(line -> line.matches("aarch64/linux/generic +palm +reference +504 tasks in .*"));

        Toolchain.X86_64.leaf(MANDELBROT, tree(), "x86-64-v3", V3, "-ffp-contract=fast");

        Ended other = picture();

        assertThat(other.status()).as(other.err()).isEqualTo(1);
        assertThat(lines(other))
                .anyMatch(line -> line.matches("x86_64/linux/x86-64-v3 +bigboy +different +image\\[\\d+] is \\d+ with"
                        + " x86_64/linux/x86-64-v3 on bigboy, and \\d+ with aarch64/linux/generic on palm;"
                        + " 1 of 31752 elements differ"))
                .anyMatch(line -> line.matches("s390x/linux/generic +zbox +equal"));
    }

    @Test
    void floatsMayDifferAsFarAsIsAllowedAndSumsAreComparedToo() throws IOException, InterruptedException {
        writeInputs();
        Toolchain.X86_64.leaf(PLACES, tree(), "generic");
        Toolchain.X86_64.leaf(PLACES, tree(), "x86-64-v2", "-DPLACES=2");
        Toolchain.S390X.leaf(PLACES, tree(), "generic");
        Toolchain.RISCV64.leaf(PLACES, tree(), "generic");

        Ended near = roots("--ulp", "2");

        assertThat(near.status()).as(near.err()).isZero();
        assertThat(lines(near))
                .anyMatch(line -> line.matches("s390x/linux/generic +zbox +reference .*"))
                .anyMatch(line -> line.matches("x86_64/linux/generic +bigboy +equal"))
                .anyMatch(line -> line.matches("x86_64/linux/x86-64-v2 +laptop +within +2 ULP"))
                .anyMatch(line -> line.matches("riscv64/linux/generic +- +not run +no machine here is riscv64/linux"));

        Ended far = roots("--ulp", "1", "--machine", "laptop");

        assertThat(far.status()).as(far.err()).isEqualTo(1);
        assertThat(lines(far))
                .hasSize(5)
                .anyMatch(
                        line -> line.matches(".*v2 +laptop +different +output\\[0] is 2.8E-45 with .*, and 0.0 with .*"
                                + "; 1000 of 1000 elements differ, by 2 ULP"));
    }

    @Test
    void aLeafThatFailsIsToldAndTheOthersAreStillCompared() throws IOException, InterruptedException {
        writeInputs();
        Toolchain.X86_64.leaf(PLACES, tree(), "generic");
        Toolchain.X86_64.leaf(PLACES, tree(), "x86-64-v2", "-DFAILS");

        Ended run = roots("--machine", "bigboy", "--machine", "laptop");

        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(lines(run))
                .anyMatch(line -> line.matches("x86_64/linux/x86-64-v2 +laptop +failed +.*-77.*"))
                .anyMatch(line -> line.matches("x86_64/linux/generic +laptop +equal"));
    }

    @Test
    void explainAsksTheAgentOfAMachineThatIsNamed() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(PLACES, tree(), "generic");
        Toolchain.X86_64.leaf(PLACES, tree(), "x86-64-v3", V3);
        Toolchain.S390X.leaf(PLACES, tree(), "generic");

        Ended laptop = hpvm.hpvm("kernels", "explain", "tree", "--machine", "laptop");

        assertThat(laptop.status()).as(laptop.err()).isZero();
        assertThat(lines(laptop))
                .anyMatch(line -> line.matches("1 +x86_64/linux/generic +the only one that runs here"))
                .anyMatch(line -> line.matches("- +x86_64/linux/x86-64-v3 +the machine lacks .*; it has x86-64-v2"))
                .anyMatch(line -> line.matches("- +s390x/linux/generic +made for s390x, and the machine is x86_64"));

        Ended unknown = hpvm.hpvm("kernels", "explain", "tree", "--machine", "lapdog");

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("--machine lapdog", "there are bigboy, laptop, palm, zbox");
    }

    private Path tree() {
        return directory.resolve("tree");
    }

    private void writeInputs() throws IOException {
        ByteBuffer numbers = ByteBuffer.allocate(8000).order(ByteOrder.nativeOrder());
        for (int number = 0; number < 1000; number++) {
            numbers.putDouble(number);
        }
        Files.write(directory.resolve("numbers"), numbers.array());
        Files.write(directory.resolve("ranges"), List.of("0 500", "500 700", "700 1000"));
    }

    private Ended roots(String... more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("kernels", "verify", "tree", "--args-file", "ranges"));
        words.addAll(List.of("--share", "input:float64=numbers", "--zeros", "output:float32=1000"));
        words.addAll(List.of("--zeros", "count:int64=1"));
        words.addAll(List.of(more));
        return hpvm.hpvm(words.toArray(String[]::new));
    }

    private Ended picture() throws IOException, InterruptedException {
        return hpvm.hpvm(
                "kernels", "verify", "tree", "--tasks", "504", "--args", "504", "--zeros", "image:uint8=31752");
    }

    private static List<String> lines(Ended ended) {
        return ended.out().lines().toList();
    }
}
