package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A run tells how far it is: on a terminal in a line that is written anew, else in plain lines. */
@ExtendWith(HpvmCluster.class)
@Timeout(160)
class ProgressIT {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void plainLinesTellOfASpawnThatTakesTime() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("sleep_seconds") + ",copies=off:3",
                CPrograms.tree("sleep_seconds").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.err())
                .containsPattern("^hpvm: \\d of 8 tasks \\(\\d+%\\)")
                .doesNotContain("\r");
    }

    @Test
    void whoWantsNoneGetsNone() throws IOException, InterruptedException {
        Ended never = hpvm.hpvm(
                "run",
                "--progress=never",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("sleep_seconds") + ",copies=off:3");
        Ended wrong = hpvm.hpvm("run", "--progress=often", CPrograms.parent("spawn_trees"));

        assertThat(never.status()).isZero();
        assertThat(never.err()).isEmpty();
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("hpvm.progress: \"often\" is none of auto, always, never");
    }

    @Test
    void aTerminalHasOneLineThatIsWrittenAnew() throws IOException, InterruptedException {
        assumeThat(Files.isExecutable(SCRIPT)).isTrue();

        Ended ended = hpvm.hpvmOnTerminal(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("sleep_seconds") + ",copies=off:3",
                CPrograms.tree("print_awkwardly").toString());

        assertThat(ended.status()).as(ended.out()).isZero();
        assertThat(ended.out())
                .containsPattern("\r\033\\[Khpvm: \\d of 8 tasks \\(\\d+%\\)[^\n]*\r\033\\[K")
                .containsPattern("(bigboy|laptop|palm) 4 \\| to the standard error\r\n")
                .contains("print_awkwardly: 0 ");
    }
}
