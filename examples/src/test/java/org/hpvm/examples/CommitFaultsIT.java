package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Agents that die, fail, or lose an answer at each step of the commit, on a real cluster. The program sums arrays that
 * go through segments and counts its tasks, twice; some of its tasks die as well. A number that is right to the last
 * bit says that nothing was lost and nothing counted twice.
 */
@ExtendWith(HpvmCluster.class)
@Timeout(180)
@Tag("slow")
class CommitFaultsIT {
    private static final int RUN_SECONDS = 150;

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory, RUN_SECONDS);

    private Path marks = Path.of("");
    private Path happened = Path.of("");

    @BeforeEach
    void makeTheProgram() throws IOException, InterruptedException {
        marks = Files.createDirectory(directory.resolve("marks"));
        happened = Files.createDirectory(directory.resolve("happened"));
        Toolchain.parent(Path.of("src/test/c/accumulate.c"), directory.resolve("accumulate"));
        Toolchain.X86_64.leaf(
                Path.of("src/test/c/accumulate_kernel.c"), directory.resolve("accumulate.kernels"), "generic");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "after-flush:die:1:1",
                "before-report:fail:1:1+after-report:die:2:1",
                "after-report:repeat:1:1+after-report:repeat:1:2+after-report:repeat:2:1"
            })
    void theAnswerIsTheSame(String faults) throws IOException, InterruptedException {
        requireTheRightSums(faults);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "before-flush:die:1:1",
                "before-flush:fail:1:2",
                "after-flush:fail:1:1+after-flush:die:2:1",
                "before-report:die:1:1+before-report:die:2:1",
                "before-report:die:1:2",
                "after-report:die:1:1+after-report:die:2:1",
                "after-report:fail:1:2"
            })
    void soItIsAtEveryOtherStep(String faults) throws IOException, InterruptedException {
        requireTheRightSums(faults);
    }

    private void requireTheRightSums(String faults) throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                "-D",
                "hpvm.java.options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dhpvm.faults=" + faults
                        + " -Dhpvm.faults.happened=" + happened,
                directory.resolve("accumulate").toString(),
                "sums",
                marks.toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        for (String fault : faults.split("\\+", -1)) {
            assertThat(happened.resolve(fault))
                    .as("the fault must have happened")
                    .exists();
        }
    }
}
