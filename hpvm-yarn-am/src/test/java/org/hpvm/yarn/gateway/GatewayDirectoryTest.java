package org.hpvm.yarn.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GatewayDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void goesWithItsGateway() throws IOException {
        Path made;
        try (GatewayDirectory directory = GatewayDirectory.make(parent)) {
            made = directory.path();
            assertThat(Files.getPosixFilePermissions(made)).hasSize(3);
        }

        assertThat(made).doesNotExist();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void outlivesNeitherItsGatewayNorTheNextOne() throws IOException, InterruptedException {
        Process gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader printed = gateway.inputReader(StandardCharsets.UTF_8)) {
            Path held = Path.of(printed.readLine());

            GatewayDirectory.make(parent).close();
            assertThat(held).as("of a gateway that lives").isDirectory();
            gateway.destroyForcibly();
            assertThat(gateway.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(held.resolve("socket")).as("what it left").exists();
            GatewayDirectory.make(parent).close();

            assertThat(parent).isEmptyDirectory();
        } finally {
            gateway.destroyForcibly();
        }
    }

    @Test
    void leavesAloneWhatIsNoGateways() throws IOException {
        Path other = Files.createDirectories(parent.resolve("hpvm-cluster-somebody"));
        try (GatewayDirectory own = GatewayDirectory.make(parent);
                GatewayDirectory second = GatewayDirectory.make(parent)) {
            assertThat(own.path()).isDirectory();
            assertThat(second.path()).isDirectory();
        }

        assertThat(other).isDirectory();
    }

    /** A process that holds a directory until it is killed. */
    static final class Holder {
        public static void main(String[] words) throws IOException, InterruptedException {
            GatewayDirectory directory = GatewayDirectory.make(Path.of(words[0]));
            Files.createFile(directory.socket());
            System.out.println(directory.path());
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }
}
