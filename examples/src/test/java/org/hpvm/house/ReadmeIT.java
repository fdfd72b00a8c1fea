package org.hpvm.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README tells people to type is typed, as it stands there, from the top of the tree. */
@Timeout(600)
class ReadmeIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);

    /** This very run is part of it. */
    private static final String TEST_COMMAND = "scripts/verify\n";

    @TempDir
    Path directory;

    private record Ended(int status, String printed) {}

    static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(HOME.resolve("README.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    static Stream<String> blocksToRun() throws IOException {
        return blocks().stream().filter(block -> !block.equals(TEST_COMMAND));
    }

    @ParameterizedTest
    @MethodSource("blocksToRun")
    void aBlockRunsAsItStandsThere(String block) throws IOException, InterruptedException {
        Ended ended = bash(block);

        assertThat(ended.status()).as(ended.printed()).isZero();
    }

    @AfterEach
    void stopTheClusterThatABlockHasStarted() throws IOException, InterruptedException {
        bash("scripts/hpvm cluster stop");
    }

    @Test
    void theTestCommandIsWhatContinuousIntegrationRuns() throws IOException {
        assertThat(blocks()).contains(TEST_COMMAND);
        assertThat(Files.readString(HOME.resolve(".ci/run"))).contains("exec " + TEST_COMMAND);
    }

    @Test
    void theQuickstartIsTheFirstBlock() throws IOException {
        assertThat(blocks().get(0)).isEqualTo("scripts/quickstart\n");
    }

    private Ended bash(String script) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment()
                .put("HPVM_CLUSTER_DIR", directory.resolve("cluster").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(500, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }
}
