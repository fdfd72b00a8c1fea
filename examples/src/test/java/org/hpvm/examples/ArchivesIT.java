package org.hpvm.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hpvm.minicluster.junit.HpvmCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Slow, as a machine with much else to do takes long to make archives. */
@ExtendWith(HpvmCluster.class)
@Timeout(600)
@Tag("slow")
class ArchivesIT {
    @TempDir
    Path directory;

    @RegisterExtension
    final CommandRunner hpvm = new CommandRunner(() -> directory);

    @Test
    void serverAndAgentsStartFromWhatTheFirstApplicationLeft() throws IOException, InterruptedException {
        Samples.kernelTree(directory.resolve("sqrt.kernels"));
        Samples.compile("sqrt/sqrt.c", "hpvm", directory.resolve("sqrt"));

        run("");
        assertThat(found(".jsa")).as("archives").hasSize(2);

        run(" -Xlog:class+load:file=" + directory.resolve("loaded-%p"));

        String shared = "source: shared objects file";
        assertThat(loaded("org.hpvm.yarn.server.ServerMain")).isNotEmpty().allMatch(line -> line.contains(shared));
        assertThat(loaded("org.hpvm.container.agent.AgentMain")).isNotEmpty().allMatch(line -> line.contains(shared));
    }

    private void run(String options) throws IOException, InterruptedException {
        CommandRunner.Ended ended = hpvm.hpvm(
                "run",
                "-D",
                "hpvm.java.archives=60s",
                "-D",
                "hpvm.machine.cache=" + directory.resolve("cache"),
                "-D",
                "hpvm.java.options=-XX:+UseSerialGC -XX:TieredStopAtLevel=1" + options,
                directory.resolve("sqrt").toString());
        assertThat(ended.status()).as(ended.err()).isZero();
    }

    private List<Path> found(String end) throws IOException {
        Path classes = directory.resolve("cache/classes");
        if (!Files.isDirectory(classes)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    private List<String> loaded(String type) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> logs = files.filter(file -> file.getFileName().toString().startsWith("loaded-"))
                    .toList();
            List<String> lines = new ArrayList<>();
            for (Path log : logs) {
                Files.readAllLines(log).stream()
                        .filter(line -> line.contains(" " + type + " "))
                        .forEach(lines::add);
            }
            return lines;
        }
    }
}
