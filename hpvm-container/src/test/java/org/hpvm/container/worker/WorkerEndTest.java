package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerEndTest {
    @TempDir
    private Path directory;

    @Test
    void theStatusFileTellsAnExitFromASignal() throws IOException {
        assertThat(of("exited 139\n", 0)).isEqualTo(new WorkerEnd.Exited(139));
        assertThat(of("signalled 11\n", 0)).isEqualTo(new WorkerEnd.Signalled(11));
    }

    @Test
    void theStatusFileTellsWhyNothingStarted() throws IOException {
        assertThat(of("unstartable Exec format error\n", 70)).isEqualTo(new WorkerEnd.Unstartable("Exec format error"));
    }

    @Test
    void withoutAStatusFileTheShellsConventionHolds() throws IOException {
        Path missing = directory.resolve("missing");

        assertThat(WorkerEnd.of(missing, 7)).isEqualTo(new WorkerEnd.Exited(7));
        assertThat(WorkerEnd.of(missing, 128)).isEqualTo(new WorkerEnd.Exited(128));
        assertThat(WorkerEnd.of(missing, 139)).isEqualTo(new WorkerEnd.Signalled(11));
    }

    @Test
    void everyCaseIsMatchedByItsFunction() {
        assertThat(name(new WorkerEnd.Exited(0))).isEqualTo("exited");
        assertThat(name(new WorkerEnd.Signalled(9))).isEqualTo("signalled");
        assertThat(name(new WorkerEnd.Unstartable(""))).isEqualTo("unstartable");
    }

    private static String name(WorkerEnd end) {
        return end.match(exited -> "exited", signalled -> "signalled", unstartable -> "unstartable");
    }

    private WorkerEnd of(String status, int exitCode) throws IOException {
        return WorkerEnd.of(Files.writeString(directory.resolve("status"), status), exitCode);
    }
}
