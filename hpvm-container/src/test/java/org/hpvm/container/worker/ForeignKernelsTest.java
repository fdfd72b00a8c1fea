package org.hpvm.container.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library for kernels, built for other machines, speaks the worker protocol there as it does here. */
@Tag("slow")
@Timeout(180)
class ForeignKernelsTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "aarch64-linux-gnu-, qemu-aarch64-static",
        "riscv64-linux-gnu-, qemu-riscv64-static",
        "s390x-linux-gnu-, qemu-s390x-static",
        "powerpc64-linux-gnu-, qemu-ppc64-static",
        "powerpc64le-linux-gnu-, qemu-ppc64le-static",
        "arm-linux-gnueabihf-, qemu-arm-static",
        "x86_64-w64-mingw32-, /usr/lib/wine/wine64"
    })
    void theKernelsLibraryKeepsTheProtocolOn(String tools, String launcher) throws IOException, InterruptedException {
        assumeThat(isInstalled(tools + "gcc") && isInstalled(launcher))
                .as("%sgcc and %s are not installed: scripts/install-tools installs them", tools, launcher)
                .isTrue();
        ProcessBuilder make = new ProcessBuilder(
                        "make",
                        "-s",
                        "check-foreign",
                        "OUT=" + directory.resolve("c"),
                        "CC=" + tools + "gcc",
                        "AR=" + tools + "ar",
                        "LAUNCHER=" + launcher)
                .directory(Path.of("src/main/c").toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        if (launcher.contains("wine")) {
            make.environment()
                    .putAll(WinePrefix.create(directory.resolve("wine")).variables());
        }
        Process process = make.start();
        try {
            assertThat(process.waitFor(150, TimeUnit.SECONDS)).isTrue();
            String log = Files.readString(directory.resolve("log"), StandardCharsets.UTF_8);
            assertThat(process.exitValue()).as(log).isZero();
            assertThat(log.lines().filter(line -> line.startsWith("ok "))).hasSizeGreaterThan(20);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static boolean isInstalled(String tool) {
        for (String place : System.getenv().getOrDefault("PATH", "/usr/bin").split(":", -1)) {
            if (Files.isExecutable(Path.of(place).resolve(tool))) {
                return true;
            }
        }
        return false;
    }
}
