package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The calls that do not block: a program watches its spawn, cancels one, and asks about tasks. */
@ExtendWith(HpvmCluster.class)
@Timeout(160)
class WatchedSpawnIT {
    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void aProgramWatchesAndCancelsWhatItStarted() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("watches"),
                CPrograms.tree("nap").toString(),
                CPrograms.tree("sleep_forever").toString(),
                CPrograms.tree("empty").toString());

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        String place = "machine (bigboy|laptop|palm) leaf x86_64/linux/generic";
        String cause = "task 3 on (bigboy|laptop|palm) \\(x86_64/linux/generic\\): kernel_main returned 5";
        assertThat(ended.out())
                .contains("second: -1 spawn: a spawn was started before; call hpvm_wait first\n")
                .contains("progress: seen\n")
                .contains("wait: -10\n")
                .containsPattern("cause: " + cause + " \\(and once more\\)\n")
                .containsPattern("task 3: 0 state 3 attempts 2 " + place + " cause " + cause + "\n")
                .contains("no task: -4 tell the status of task 4: the spawn has tasks 0 to 3\n")
                .contains("cancelled: -15 the parent cancelled it\n")
                .contains("empty: 0 progress 1000\n");
        assertThat(ended.out()).containsPattern("task 0: 0 state [012] ");
    }
}
