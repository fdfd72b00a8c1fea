package org.hpvm.minicluster.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.MarkedProcesses;
import org.hpvm.minicluster.YarnSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LeakCheckTest {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    @Test
    void namesAndKillsAProcessThatCarriesTheMarker() throws IOException, InterruptedException {
        String marker = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder("sleep", "61");
        builder.environment().put(YarnSettings.MARKER, marker);
        LeakCheck check = processes(marker);

        check.begin();
        Process leaked = builder.start();

        assertThat(check.end().orElseThrow()).isEqualTo("left behind: processes: " + leaked.pid() + " (sleep 61)");
        assertThat(leaked.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(check.end()).isEmpty();
    }

    @Test
    void findsAProcessWithAnEmptyEnvironmentByItsDirectory() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "62").directory(directory.toFile());
        builder.environment().clear();
        LeakCheck check = processes("none");

        check.begin();
        Process leaked = builder.start();

        assertThat(check.end().orElseThrow()).contains(leaked.pid() + " (/bin/sleep 62)");
        assertThat(leaked.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void namesAndRemovesAFileThatWasNotThereBefore() throws IOException, InterruptedException {
        Path old = Files.createFile(directory.resolve("hpvm-old"));
        LeakCheck check = files();

        check.begin();
        Path leaked = Files.createDirectory(directory.resolve("hpvm-1"));
        Path ours = Files.createFile(directory.resolve("hpvm-cluster-1"));

        assertThat(check.end()).contains("left behind: files: " + leaked);
        assertThat(leaked).doesNotExist();
        assertThat(old).exists();
        assertThat(ours).exists();
    }

    @Test
    void namesASocketThatThisJvmForgotToClose() throws IOException, InterruptedException {
        LeakCheck check = files();
        check.begin();
        Path leaked = Files.createDirectory(directory.resolve("hpvm-2"));

        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(leaked.resolve("s")));

            assertThat(check.end()).contains("left behind: files: " + leaked);
        }
    }

    @Test
    void doesNotBlameATestForAFileThatAnotherProcessHasOpen() throws IOException, InterruptedException {
        LeakCheck check = files();
        check.begin();
        Path open = Files.createFile(directory.resolve("hpvm-3"));
        Process other =
                new ProcessBuilder("sleep", "63").redirectInput(open.toFile()).start();

        try {
            assertThat(check.end()).isEmpty();
            assertThat(open).exists();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void namesAndRemovesAPathThatAGlobMatches() throws IOException, InterruptedException {
        Path leaked = Files.createDirectories(directory.resolve("user/ann/.hpvm/apps/application_1_1"));
        Files.createDirectories(directory.resolve("user/ann/.hpvm/kernels/abc"));
        FileSystem local = FileSystem.getLocal(new Configuration(false));
        LeakCheck check =
                new LeakCheck(List.of(new LeftHdfsPaths(local, List.of(directory + "/user/*/.hpvm/apps/*"), PATIENCE)));

        assertThat(check.end()).contains("left behind: HDFS paths: " + leaked);
        assertThat(leaked).doesNotExist();
        assertThat(directory.resolve("user/ann/.hpvm/kernels/abc")).exists();
    }

    private LeakCheck processes(String marker) {
        return new LeakCheck(List.of(new LeftProcesses(new MarkedProcesses(marker, directory), PATIENCE)));
    }

    private LeakCheck files() {
        return new LeakCheck(
                List.of(new LeftFiles(List.of(new LeftFiles.Place(directory, "hpvm-*", "hpvm-cluster-")), PATIENCE)));
    }
}
