package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.EmbeddedCluster;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Parents that are started by hand or by {@code hpvm run}, and how they end; whatever happens, nothing is left. */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class WaysToStartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void aProgramStartedByHandFindsItsOwnGateway() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        CommandRunner.Ended ended = hpvm.program(directory.resolve("sqrt").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(Files.readAllLines(directory.resolve("output.dat"))).hasSize(1_000_000);
        awaitThat("the gateway has ended", () -> hpvm.left().isEmpty());
    }

    @Test
    void aProgramStartedByHandThatIsKilledEndsItsGateway() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("waits.kernels"));
        Samples.compile("src/test/c/shares_and_waits.c", "hpvm", directory.resolve("waits"));
        Process parent = hpvm.start(directory.resolve("waits").toString());
        awaitThat("the program has spawned", () -> Files.exists(directory.resolve("spawned")));

        parent.destroyForcibly();

        awaitThat("the gateway has ended", () -> hpvm.left().isEmpty());
    }

    @Test
    void aProgramInJavaStartedByHandThatIsKilledEndsItsGateway(EmbeddedCluster cluster)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(HpvmCommandLine.parent(SpawnTrees.class));
        command.add(CPrograms.tree("sleep_forever").toString());
        Process parent = hpvm.start(command.toArray(String[]::new));
        awaitThat("an agent runs", () -> cluster.containers() > 1);

        parent.destroyForcibly();

        awaitThat("the gateway has ended", () -> hpvm.left().isEmpty());
    }

    /** Nobody cleans up after it but the server, which misses it, and the next gateway. */
    @Test
    void whatAGatewayThatIsKilledLeavesGoesWithTheNextOne() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("waits.kernels"));
        Samples.compile("src/test/c/shares_and_waits.c", "hpvm", directory.resolve("waits"));
        Process gateway = hpvm.startHpvm("run", "-D", "hpvm.client.timeout=3s", "./waits");
        awaitThat("the program has spawned", () -> Files.exists(directory.resolve("spawned")));
        List<ProcessHandle> program = gateway.descendants().toList();

        gateway.destroyForcibly();
        assertThat(gateway.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        program.forEach(ProcessHandle::destroyForcibly);

        assertThat(hpvm.hpvm("run", "/bin/true").status()).isZero();
    }

    @Test
    void standardStreamsAndExitStatusPassThrough() throws IOException, InterruptedException {
        CommandRunner.Ended ended =
                hpvm.hpvmWithInput("words in\n", "run", "/bin/sh", "-c", "cat; echo words out >&2; exit 3");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).isEqualTo("words in\n");
        assertThat(ended.err()).isEqualTo("words out\n");
    }

    @Test
    void aProgramThatIsKilledEndsItsApplication() throws IOException, InterruptedException {
        CommandRunner.Ended ended = hpvm.hpvm("run", "/bin/sh", "-c", "kill -KILL $$");

        assertThat(ended.status()).isEqualTo(137);
    }

    @Test
    void sigtermEndsTheProgramAndTheApplication() throws IOException, InterruptedException {
        assertThat(statusAfter("TERM")).isEqualTo(143);
    }

    @Test
    void controlCEndsTheProgramAndTheApplication() throws IOException, InterruptedException {
        assertThat(statusAfter("INT")).isEqualTo(130);
    }

    /** Runs a program that would wait for ever, sends a signal to {@code hpvm run}. */
    private int statusAfter(String signal) throws IOException, InterruptedException {
        Path pid = directory.resolve("pid");
        Process run = hpvm.startHpvm("run", "/bin/sh", "-c", "echo $$ > pid.new; mv pid.new pid; sleep 1000; true");
        awaitThat("the program runs", () -> Files.exists(pid));
        long program = Long.parseLong(Files.readString(pid).strip());

        new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid()))
                .start()
                .waitFor(5, TimeUnit.SECONDS);

        assertThat(run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessHandle.of(program).filter(ProcessHandle::isAlive)).isEmpty();
        return run.exitValue();
    }

    private static void awaitThat(String what, BooleanSupplier is) throws IOException, InterruptedException {
        Deadline.in(LIMIT).require(what, () -> "", is::getAsBoolean);
    }
}
