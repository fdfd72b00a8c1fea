package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskLogTest {
    @TempDir
    private Path directory;

    @Test
    void writesEachLineWithItsMachineAndTask() throws IOException {
        Path file = directory.resolve("tasks");
        try (TaskLog log = new TaskLog("node 3", file)) {
            log.write(2, 17, "one\n\nthree größer");
            log.write(2, 18, "");
            log.write(3, 0, "four\n");

            assertThat(file)
                    .content()
                    .isEqualTo("node 3 2:17 | one\nnode 3 2:17 | \nnode 3 2:17 | three größer\nnode 3 3:0 | four\n");
        }
    }
}
