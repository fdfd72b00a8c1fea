package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every program over every kind of machine: both byte orders, 64 and 32 bits, Linux and Windows. */
@Timeout(600)
class AllMachinesIT {
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMachines(
            "bigboy",
            "laptop=x86_64:x86-64-v2",
            "palm=aarch64",
            "board=riscv64",
            "zbox=s390x",
            "tower=ppc64",
            "phone=arm",
            "desk=x86_64/windows"));

    private static final List<Toolchain> FOREIGN = List.of(
            Toolchain.AARCH64, Toolchain.RISCV64, Toolchain.S390X, Toolchain.PPC64, Toolchain.ARM, Toolchain.WINDOWS);
    private static final String CENSUS = "./census 8 120 >&2";
    private static final String EACH_FOREIGN = "for machine in palm board zbox tower phone desk; do ";
    private static final int LIMIT_SECONDS = 500;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, LIMIT_SECONDS);

    @BeforeAll
    static void needsTools() {
        FOREIGN.forEach(Toolchain::assume);
    }

    @BeforeEach
    void buildsTheCensus() throws IOException, InterruptedException {
        Example.named("census").build(directory, FOREIGN);
    }

    @Test
    void everyProgramGivesItsAnswerInASmallSize() throws IOException, InterruptedException, NoSuchAlgorithmException {
        for (String name : List.of("nqueens", "primes", "ep", "mandelbrot", "blackscholes")) {
            Example.named(name).build(directory, FOREIGN);
        }

        List<String> lines = outOnAll("./nqueens 8 && ./nqueens 12 && ./primes 1000000 && ./ep S"
                + " && ./blackscholes 10001 4 && ./mandelbrot 500 >picture");

        assertThat(lines.subList(0, 3)).containsExactly("92", "14200", "78498");
        Answers.assertClassS(lines.subList(3, 14));
        Answers.assertPrices(lines.subList(14, lines.size()), 10001);
        Answers.assertPicture(directory.resolve("picture"), 504, "15c00e9a39837854b019d7d1c4c04d30");
    }

    @Test
    @Tag("slow")
    void everyTypeIsTurnedOnEachMachine() throws IOException, InterruptedException {
        Example.ofTests("types").build(directory, FOREIGN);

        assertThat(outOnAll(EACH_FOREIGN + "./types $machine || exit; done"))
                .hasSize(6)
                .containsOnly("equal");
    }

    @Test
    @Tag("slow")
    void everyOperationOnEveryTypeIsDoneOnEachMachine() throws IOException, InterruptedException {
        Example.ofTests("accumulate").build(directory, FOREIGN);

        String each = EACH_FOREIGN + "./accumulate types '' $machine && ./accumulate sums '' $machine || exit; done";

        assertThat(outOnAll(each)).isEmpty();
    }

    @Test
    @Tag("slow")
    void queens() throws IOException, InterruptedException {
        Example.named("nqueens").build(directory, FOREIGN);

        assertThat(outOnAll("./nqueens 14 && ./nqueens 15 && ./nqueens 16"))
                .containsExactly("365596", "2279184", "14772512");
    }

    @Test
    @Tag("slow")
    void primes() throws IOException, InterruptedException {
        Example.named("primes").build(directory, FOREIGN);

        assertThat(outOnAll("./primes 100000000 && ./primes 1000000000")).containsExactly("5761455", "50847534");
    }

    @Test
    @Tag("slow")
    void embarrassinglyParallel() throws IOException, InterruptedException {
        Example.named("ep").build(directory, FOREIGN);

        List<String> lines = outOnAll("./ep W && ./ep A");

        Answers.assertSums(lines.get(0), -2.863319731645753e3, -6.320053679109499e3);
        Answers.assertSums(lines.get(11), -4.295875165629892e3, -1.580732573678431e4);
    }

    @Test
    @Tag("slow")
    void blackScholesAndMandelbrot() throws IOException, InterruptedException, NoSuchAlgorithmException {
        Example.named("blackscholes").build(directory, FOREIGN);
        Example.named("mandelbrot").build(directory, FOREIGN);

        Answers.assertPrices(outOnAll("./blackscholes 10001 97 && ./mandelbrot 1000 >picture"), 10001);
        Answers.assertPicture(directory.resolve("picture"), 1000, "b21351ceb0292c4e755e911918e40cd9");
    }

    @Test
    @Tag("slow")
    void aWindowsLeafThatMeetsAnIllegalInstructionIsSetAside() throws IOException, InterruptedException {
        Path kernel = Path.of("src/test/c/ends_kernel.c");
        Path tree = directory.resolve("tree");
        Toolchain.X86_64.leaf(kernel, tree, "generic");
        Toolchain.WINDOWS.leaf(kernel, tree, "generic", "-DILLEGAL");
        Toolchain.parent(Path.of("src/test/c/ends.c"), directory.resolve("ends"));

        Ended run = hpvm.hpvm("run", "./ends", tree.toString(), "desk");

        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains("no machine can", "desk: x86_64/windows/generic: it met an instruction")
                .contains("machine desk does not use leaf x86_64/windows/generic");
    }

    /** What programs print after a census has seen all machines. */
    private List<String> outOnAll(String command) throws IOException, InterruptedException {
        Ended run = hpvm.hpvm("run", "--summary", "sh", "-c", CENSUS + " && { " + command + "; }");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("x86-64-v3 64-bit little-endian", "x86-64-v2 64-bit little-endian")
                .contains("palm aarch64", "board riscv64", "phone arm/linux/generic 32-bit little-endian")
                .contains("zbox s390x/linux/generic 64-bit big", "tower ppc64/linux/generic 64-bit big")
                .contains("desk x86_64/windows/generic 64-bit little-endian");
        return run.out().lines().toList();
    }
}
