package org.hpvm.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code scripts/hpvm cluster} says to words that it cannot use. */
@Timeout(60)
class ClusterScriptIT {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "hpvm cluster {0}")
    @CsvSource({
        "start --vcores many, a number wanted",
        "start --machine bigboy, did you mean --machines?",
        "start --memory lots, 512m or 2g",
        "stop now, unexpected word",
        "strat, did you mean start?"
    })
    void aWrongLineIsOneSentenceAndStatus2(String line, String hint) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("../scripts/hpvm", "cluster"));
        command.addAll(List.of(line.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put("HPVM_CLUSTER_DIR", directory.resolve("cluster").toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(2);
        assertThat(said).hasLineCount(1).startsWith("hpvm cluster: ").contains(hint);
        assertThat(directory).isEmptyDirectory();
    }
}
