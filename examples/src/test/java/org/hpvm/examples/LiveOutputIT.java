package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hpvm.examples.CommandRunner.Ended;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What tasks print is seen at the parent while they run, and is whole in the logs. */
@ExtendWith(HpvmCluster.class)
@Timeout(160)
class LiveOutputIT {
    private static final Pattern MORE = Pattern.compile(
            "hpvm: (\\d+) lines more in the logs: hpvm app logs (application_\\d+_\\d+) --spawn (\\d+) --task 1");

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void whatTasksPrintIsSeenAtOnceAndIsWholeInTheLogs() throws IOException, InterruptedException {
        Path seen = directory.resolve("seen");
        Process command = hpvm.startWatched(
                "run", CPrograms.parent("spawn_trees"), CPrograms.tree("print_awkwardly") + ",copies=off:" + seen);
        List<String> err = new ArrayList<>();
        try (BufferedReader lines = command.errorReader(StandardCharsets.UTF_8);
                BufferedReader out = command.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                err.add(line);
                if (line.endsWith(" 0 | I live")) {
                    Files.createFile(seen); // only now can the task end
                }
            }
            assertThat(command.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(out.lines()).containsExactly("print_awkwardly: 0 0 0 0 0 0 0 0 0 ");
        } finally {
            command.destroyForcibly();
        }

        String machine = "(bigboy|laptop|palm) ";
        assertThat(err).anyMatch(line -> line.matches(machine + "0 \\| I end"));
        assertThat(err).anyMatch(line -> line.matches(machine + "4 \\| to the standard error"));
        assertThat(err).anyMatch(line -> line.matches(machine + "3 \\| \\Q\\x1b[2J\\x1b]0;title\\x07red \\x1b[31m\\E"));
        assertThat(err).anyMatch(line -> line.matches(machine + "2 \\| x{1000}… \\(64536 bytes more\\)"));
        assertThat(err).noneMatch(line -> line.matches(".*[\\p{Cntrl}&&[^\\t]].*"));
        assertThat(err).hasSizeLessThan(10_000);
        Matcher more = MORE.matcher(err.get(err.size() - 1));
        assertThat(more.matches()).as(err.get(err.size() - 1)).isTrue();
        long ofTaskOne = err.stream().filter(line -> line.contains(" of many")).count();
        assertThat(Long.parseLong(more.group(1)) + ofTaskOne).isEqualTo(200_000);
        assertLogsAreWhole(more.group(2));
    }

    private void assertLogsAreWhole(String application) throws IOException, InterruptedException {
        Ended many = hpvm.hpvm("app", "logs", application, "--spawn", "1", "--task", "1");
        assertThat(many.status()).as(many.err()).isZero();
        assertThat(many.out()).hasLineCount(200_000).contains("1:1 | line 0 of many\n", "1:1 | line 199999 of many\n");
        Ended one = hpvm.hpvm("app", "logs", application, "--task", "4");
        assertThat(one.out()).matches("(bigboy|laptop|palm) 1:4 \\| to the standard error\\n");
        assertThat(hpvm.hpvm("app", "logs", application, "--spawn", "2").out()).isEmpty();
    }

    @Test
    void whoWantsItQuietSeesNothingOfIt() throws IOException, InterruptedException {
        Ended quiet = hpvm.hpvm(
                "run",
                "--quiet",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("print_awkwardly").toString());
        Ended off = hpvm.hpvm(
                "run",
                "--progress=never",
                "-D",
                "hpvm.output.live=off",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("print_awkwardly").toString());

        assertThat(quiet.status()).isZero();
        assertThat(quiet.err()).isEmpty();
        assertThat(off.status()).isZero();
        assertThat(off.err()).isEmpty();
    }

    @Test
    void aNeighbourIsSeenBesideATaskThatPrintsWithoutEnd() throws IOException, InterruptedException {
        Ended ended = hpvm.hpvm(
                "run",
                CPrograms.parent("spawn_trees"),
                CPrograms.tree("print_forever") + ",attempts=1,output=20m",
                CPrograms.tree("print_awkwardly").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("it printed more than the 20").contains("print_awkwardly: 0 ");
        assertThat(ended.err()).containsPattern("(bigboy|laptop|palm) 4 \\| to the standard error\n");
        assertThat(ended.err()).containsPattern("\\d+ lines more in the logs: hpvm app logs \\S+ --spawn 1 --task 0\n");
    }
}
