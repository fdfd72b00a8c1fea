package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several parents over the machines of one server. */
@ExtendWith(HpvmCluster.class)
@Timeout(180)
class SessionIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NAME = "work";

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @AfterEach
    void stop() throws IOException, InterruptedException {
        hpvm.hpvm("session", "stop", NAME);
    }

    @Test
    void parentsInTurnAndAtOnceHaveSharesOfTheSameNameOfTheirOwn() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));
        CommandRunner.Ended started = hpvm.hpvm("session", "start", NAME);
        assertThat(started.status()).as(started.err()).isZero();
        assertThat(started.out()).matches("application_\\d+_\\d+\\n");
        CommandRunner.Ended cold = sqrt(directory);

        Process first = hpvm.startHpvm("run", "--session", NAME, "./sqrt");
        Path other = Files.createDirectory(directory.resolve("other"));
        CommandRunner.Ended second = sqrt(other);

        assertThat(cold.status()).as(cold.err()).isZero();
        assertThat(second.status()).as(second.err()).isZero();
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(Files.mismatch(directory.resolve("output.dat"), other.resolve("output.dat")))
                .isEqualTo(-1);
        assertThat(Files.readAllLines(other.resolve("output.dat"))).hasSize(1_000_000);
        long begun = System.nanoTime();
        sqrt(other);
        System.err.println("run in a warm session: " + (System.nanoTime() - begun) / 1_000_000
                + " ms, the JVM of hpvm run and writing the answer included");
        assertThat(hpvm.hpvm("session", "ls").out()).contains(NAME);
    }

    @Test
    void theEndOfOneParentDoesNotDisturbAnother() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("waits.kernels"));
        Samples.compile("src/test/c/shares_and_waits.c", "hpvm", directory.resolve("waits"));
        Samples.kernelTree(directory.resolve("sqrt.kernels"));
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));
        assertThat(hpvm.hpvm("session", "start", NAME).status()).isZero();
        Process waits = hpvm.startHpvm("run", "--session", NAME, "./waits");
        Deadline.in(LIMIT).require("the program to spawn", () -> "", () -> Files.exists(directory.resolve("spawned")));

        assertThat(sqrt(directory).status()).isZero();
        waits.destroy();

        assertThat(waits.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sqrt(directory).status()).isZero();
    }

    @Test
    void anIdleSessionEndsByItself() throws IOException, InterruptedException {
        assertThat(hpvm.hpvm("session", "start", "--idle", "1s", NAME).status()).isZero();

        Deadline.in(LIMIT).require("the session to end", () -> "", () -> !list().contains(NAME));

        CommandRunner.Ended late = hpvm.hpvm("run", "--session", NAME, "/bin/true");
        assertThat(late.status()).isEqualTo(2);
        assertThat(late.err()).contains("hpvm session start " + NAME).hasLineCount(1);
    }

    @Test
    void aSecondSessionOfTheSameNameIsRefused() throws IOException, InterruptedException {
        assertThat(hpvm.hpvm("session", "start", NAME).status()).isZero();

        CommandRunner.Ended again = hpvm.hpvm("session", "start", NAME);

        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("runs already").hasLineCount(1);
        assertThat(hpvm.hpvm("session", "start", "No Name").err()).contains("lower case");
    }

    private CommandRunner.Ended sqrt(Path where) throws IOException, InterruptedException {
        return CommandRunner.on(hpvm.conf(), where)
                .hpvm("run", "--session", NAME, directory.resolve("sqrt").toString());
    }

    private String list() throws IOException {
        try {
            return hpvm.hpvm("session", "ls").out();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
