package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A leaf that does not run on a machine costs the user a sentence and nothing else. */
@Timeout(120)
class DegradationIT {
    @RegisterExtension
    static final HpvmCluster CLUSTER = HpvmCluster.planned(plan -> plan.withMachines(MixedMachinesIT.MACHINES));

    private static final Path KERNEL = Path.of("src/test/c/ends_kernel.c");
    private static final String V2 = "x86_64/linux/x86-64-v2";
    private static final String GENERIC = "x86_64/linux/generic";

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @BeforeEach
    void buildsTheParent() throws IOException, InterruptedException {
        Toolchain.parent(Path.of("src/test/c/ends.c"), directory.resolve("ends"));
    }

    @Test
    void anIllegalInstructionSetsTheLeafAsideAndItsTasksRunOneLeafLower() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(KERNEL, tree(), "generic");
        Toolchain.X86_64.leaf(KERNEL, tree(), "x86-64-v2", "-DILLEGAL");

        Ended run = run();

        assertDoneTwice(run);
        assertThat(run.err()).contains("does not use leaf " + V2 + ": it met an instruction", GENERIC);
        assertToldOnce(run, "laptop");
        assertToldOnce(run, "bigboy");
    }

    @Test
    void aProgramOfAnotherFormatIsSetAside() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(KERNEL, tree(), "generic");
        programOfX32(tree().resolve(V2));

        Ended run = run();

        assertDoneTwice(run);
        assertThat(run.err()).contains("does not use leaf " + V2, "Exec format error");
    }

    @Test
    void aMissingLoaderIsNamedWithTheWayOut() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(KERNEL, tree(), "generic");
        withoutLoader(tree().resolve(V2));

        Ended run = run();

        assertDoneTwice(run);
        assertThat(run.err()).contains("does not use leaf " + V2, "link it with -static");
    }

    @Test
    void aLeafThatFindsOutThatItDoesNotWorkIsSetAside() throws IOException, InterruptedException {
        Toolchain.X86_64.leaf(KERNEL, tree(), "generic");
        Toolchain.X86_64.leaf(KERNEL, tree(), "x86-64-v2", "-DTEST_FAILS");

        Ended run = run();

        assertDoneTwice(run);
        assertThat(run.err())
                .contains("does not use leaf " + V2 + ": it could not start")
                .contains("two and two are five here")
                .contains("kernel_test returned 5");
        assertToldOnce(run, "laptop");
    }

    @Test
    void aForeignLeafThatNeedsLibrariesOfItsOwnIsNamedWithTheWayOut() throws IOException, InterruptedException {
        Toolchain.assume(Toolchain.AARCH64);
        Toolchain.X86_64.leaf(KERNEL, tree(), "generic");
        dynamic("aarch64-linux-gnu-gcc", tree().resolve("aarch64/linux/generic"));

        Ended run = run("palm");

        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains("no machine can", "palm: aarch64/linux/generic: it could not start")
                .contains("ld-linux-aarch64.so.1", "link it with -static")
                .contains("bigboy: it is none of those that the spawn names, palm");
    }

    @Test
    void aMachineWithoutALeafThatRunsIsLeftOut() throws IOException, InterruptedException {
        Toolchain.assume(Toolchain.AARCH64);
        Toolchain.X86_64.leaf(KERNEL, tree(), "generic");
        Toolchain.AARCH64.leaf(KERNEL, tree(), "generic", "-Wl,-e,0");

        Ended run = run();

        assertDoneTwice(run);
        assertThat(run.err()).contains("machine palm does not use leaf aarch64/linux/generic");
    }

    @Test
    void aSpawnThatNoMachineCanRunFailsWithTheirReasons() throws IOException, InterruptedException {
        programOfX32(tree().resolve(GENERIC));

        Ended run = run();

        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains("no machine can", "bigboy: " + GENERIC, "laptop: " + GENERIC, "Exec format error")
                .contains("palm: the tree has no leaf for aarch64/linux");
    }

    private Path tree() {
        return directory.resolve("tree");
    }

    private Ended run() throws IOException, InterruptedException {
        return run("");
    }

    private Ended run(String machines) throws IOException, InterruptedException {
        return hpvm.hpvm("run", "--summary", directory.resolve("ends").toString(), tree().toString(), machines);
    }

    private static void assertDoneTwice(Ended run) throws IOException {
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).containsExactly("64", "64");
    }

    /** In both spawns together, if at all: the first may have ended before that machine came. */
    private static void assertToldOnce(Ended run, String machine) {
        assertThat(run.err().lines().filter(line -> line.contains("machine " + machine + " does not use leaf")))
                .as(run.err())
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The header says x86_64, as the tree demands, but the word size is one that Linux here does not execute. */
    private static void programOfX32(Path place) throws IOException, InterruptedException {
        Path source = Files.writeString(
                Files.createDirectories(place).resolveSibling("x32.c"), "void _start(void) { for (;;) { } }\n");
        Tool.run(place, List.of("gcc", "-mx32", "-nostdlib", "-static", source.toString(), "-o", "kernel"));
        Files.delete(source);
    }

    private static void withoutLoader(Path place) throws IOException, InterruptedException {
        dynamic("gcc", place, "-Wl,--dynamic-linker=/no/such/loader.so");
    }

    private static void dynamic(String compiler, Path place, String... options)
            throws IOException, InterruptedException {
        Path source = Files.writeString(
                Files.createDirectories(place).resolveSibling("dynamic.c"), "int main(void) { return 0; }\n");
        List<String> words = new ArrayList<>(List.of(compiler, source.toString(), "-o", "kernel"));
        words.addAll(List.of(options));
        Tool.run(place, words);
        Files.delete(source);
    }
}
