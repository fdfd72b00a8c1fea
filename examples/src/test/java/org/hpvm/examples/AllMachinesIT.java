package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
@Tag("slow")
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
    private static final int MACHINES = 8;
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
    void everyTypeAndOrderOfBytes() throws IOException, InterruptedException {
        assertThat(outOnAll(Example.ofTests("types"), "./types && ./types && ./types"))
                .containsExactly("equal", "equal", "equal");
    }

    @Test
    void queens() throws IOException, InterruptedException {
        assertThat(outOnAll(Example.named("nqueens"), "./nqueens 8 && ./nqueens 12 && ./nqueens 14 && ./nqueens 15"))
                .containsExactly("92", "14200", "365596", "2279184");
    }

    @Test
    void primes() throws IOException, InterruptedException {
        assertThat(outOnAll(Example.named("primes"), "./primes 1000000 && ./primes 100000000"))
                .containsExactly("78498", "5761455");
    }

    @Test
    void embarrassinglyParallel() throws IOException, InterruptedException {
        List<String> lines = outOnAll(Example.named("ep"), "./ep S");

        List<Double> sums =
                Arrays.stream(lines.get(0).split(" ")).map(Double::valueOf).toList();
        assertThat(sums.get(0) / -3.247834652034740e3 - 1).isBetween(-1e-8, 1e-8);
        assertThat(sums.get(1) / -6.958407078382297e3 - 1).isBetween(-1e-8, 1e-8);
        assertThat(lines.subList(1, 7)).containsExactly("6140517", "5865300", "1100361", "68546", "1648", "17");
    }

    @Test
    void blackScholes() throws IOException, InterruptedException {
        List<String> lines =
                outOnAll(Example.named("blackscholes"), "./blackscholes 10001 4 && ./blackscholes 10001 97");

        double[] prices = {4.75942239, 0.80859937, 3.71460076, 8.59165831};
        assertThat(lines).hasSize(2 * 10001);
        for (int at = 0; at < lines.size(); at++) {
            String line = lines.get(at);
            double price = Double.parseDouble(line.substring(line.lastIndexOf(' ')));
            assertThat(price - prices[at % 10001 % prices.length]).as(line).isBetween(-1e-4, 1e-4);
        }
    }

    /** What programs print after a census has seen all machines. */
    private List<String> outOnAll(Example example, String command) throws IOException, InterruptedException {
        example.build(directory, FOREIGN);
        Ended run = hpvm.hpvm("run", "--summary", "sh", "-c", "./census " + MACHINES + " 120 >&2 && " + command);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("x86-64-v3 64-bit little-endian", "x86-64-v2 64-bit little-endian")
                .contains("palm aarch64", "board riscv64", "phone arm/linux/generic 32-bit little-endian")
                .contains("zbox s390x/linux/generic 64-bit big", "tower ppc64/linux/generic 64-bit big")
                .contains("desk x86_64/windows/generic 64-bit little-endian");
        return run.out().lines().toList();
    }
}
