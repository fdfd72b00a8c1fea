package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Programs that run inside the cluster, and the commands that look after them. */
@ExtendWith(HpvmCluster.class)
@Timeout(120)
class SubmitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void aSubmittedProgramLeavesItsFilesInHdfs(Configuration configuration) throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        CommandRunner.Ended submitted = hpvm.hpvm("submit", "./sqrt");

        assertThat(submitted.status()).as(submitted.err()).isZero();
        assertThat(submitted.out()).matches("application_\\d+_\\d+\\n");
        String status = awaitEnd(submitted.out().strip());
        assertThat(status).contains("SUCCEEDED").contains("the program ended with status 0");
        FileSystem files = FileSystem.get(configuration);
        org.apache.hadoop.fs.Path result = new org.apache.hadoop.fs.Path(
                files.getHomeDirectory(), ".hpvm/results/" + submitted.out().strip() + "/output.dat");
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(files.open(result), StandardCharsets.UTF_8))) {
            assertThat(lines.lines()).hasSize(1_000_000).contains("2 = 1.414214");
        }
        assertThat(status).contains(".hpvm/results/");
    }

    @Test
    void whatProgramAndTasksPrintIsInTheLogs() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("spawns.kernels"), "src/test/c/prints.c");
        Samples.compile("src/test/c/spawns.c", "hpvm", directory.resolve("spawns"));

        String id = hpvm.hpvm("submit", "./spawns", "5", "3").out().strip();

        assertThat(awaitEnd(id)).contains("FAILED").contains("the program ended with status 3");
        CommandRunner.Ended logs = await(() -> hpvm.hpvm("app", "logs", id));
        assertThat(logs.out()).contains("the program spawned 5 tasks");
        CommandRunner.Ended task = hpvm.hpvm("app", "logs", "--task", "4", id);
        assertThat(task.out()).matches("(bigboy|laptop|palm) 1:4 \\| task 4 was here\\n");
    }

    @Test
    void aSubmittedProgramCanBeSeenAndKilled() throws IOException, InterruptedException {
        Path sleeps = Files.writeString(directory.resolve("sleeps"), "#!/bin/sh\necho begun\nsleep 1000\n");
        assertThat(sleeps.toFile().setExecutable(true)).isTrue();
        String id = hpvm.hpvm("submit", "./sleeps").out().strip();
        CommandRunner.Ended logs = await(() -> {
            CommandRunner.Ended now = hpvm.hpvm("app", "logs", id);
            return now.out().contains("begun") ? now : new CommandRunner.Ended(1, "", now.err());
        });
        assertThat(logs.out()).contains("begun");
        assertThat(hpvm.hpvm("app", "ls").out()).contains(id).contains("sleeps");

        CommandRunner.Ended killed = hpvm.hpvm("app", "kill", id);

        assertThat(killed.status()).as(killed.err()).isZero();
        assertThat(hpvm.hpvm("app", "ls", "--output", "json").out()).doesNotContain(id);
        assertThat(hpvm.hpvm("app", "ls", "--all").out()).contains(id).contains("KILLED");
        assertThat(hpvm.hpvm("app", "kill", id).err()).contains("had ended before");
    }

    @Test
    void wrongWordsAreOneSentence() throws IOException, InterruptedException {
        CommandRunner.Ended unknown = hpvm.hpvm("app", "status", "application_1_0001");
        CommandRunner.Ended wrong = hpvm.hpvm("app", "kill", "sqrt");
        CommandRunner.Ended missing = hpvm.hpvm("submit", "./nosuch");

        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("YARN knows none of that id").hasLineCount(1);
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("no application's id").hasLineCount(1);
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("there is no such file").hasLineCount(1);
    }

    /** What {@code hpvm app status} prints once the application has ended. */
    private String awaitEnd(String id) throws IOException, InterruptedException {
        return await(() -> {
                    CommandRunner.Ended now = hpvm.hpvm("app", "status", id);
                    return now.out().contains("FINISHED") ? now : new CommandRunner.Ended(1, "", now.out() + now.err());
                })
                .out();
    }

    private interface Asked {
        CommandRunner.Ended ask() throws IOException, InterruptedException;
    }

    /** Asks until the exit status is 0. */
    private static CommandRunner.Ended await(Asked asked) throws IOException, InterruptedException {
        Deadline deadline = Deadline.in(LIMIT);
        CommandRunner.Ended answer = asked.ask();
        while (answer.status() != 0 && !deadline.hasPassed()) {
            answer = asked.ask();
        }
        assertThat(answer.status()).as(answer.err()).isZero();
        return answer;
    }
}
