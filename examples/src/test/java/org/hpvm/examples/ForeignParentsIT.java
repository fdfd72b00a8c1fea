package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Parents whose byte order or word size is not that of most machines: emulated ones, with real machines as workers. */
@Tag("slow")
@Timeout(180)
class ForeignParentsIT {
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMachines(MixedMachinesIT.MACHINES));

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, 150);

    @Test
    void aParentOfTheOtherByteOrderSharesEveryTypeWithMachinesOfBothOrders() throws IOException, InterruptedException {
        sharesAndAccumulates(Toolchain.S390X);
    }

    @Test
    void aParentOf32BitsPassesItsLongsToMachinesOf64() throws IOException, InterruptedException {
        sharesAndAccumulates(Toolchain.ARM);
    }

    private void sharesAndAccumulates(Toolchain toolchain) throws IOException, InterruptedException {
        Toolchain.assume(Toolchain.S390X, toolchain);
        for (String name : List.of("types", "accumulate")) {
            Example.ofTests(name).build(directory, List.of(Toolchain.S390X));
            toolchain.program(Path.of("src/test/c", name + ".c"), directory.resolve(name));
        }
        String emulator = toolchain.emulator();

        Ended run = hpvm.hpvm(
                "run",
                "sh",
                "-c",
                String.join(
                        " && ",
                        emulator + " ./types zbox",
                        emulator + " ./types bigboy",
                        emulator + " ./accumulate types '' bigboy,zbox",
                        emulator + " ./accumulate sums '' zbox"));

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("equal\nequal\n");
    }
}
