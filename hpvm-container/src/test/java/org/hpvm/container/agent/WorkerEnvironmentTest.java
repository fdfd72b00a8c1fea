package org.hpvm.container.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerEnvironmentTest {

    @Test
    void aKernelSeesWhatTheOperatorNamesAndNothingElseOfTheAgents() {
        Map<String, String> agents = Map.of(
                "PATH", "/bin",
                "HOME", "/home/me",
                "HADOOP_TOKEN_FILE_LOCATION", "/secret",
                "HPVM_PROPERTIES", "secret",
                "OMP_NUM_THREADS", "1");

        assertThat(WorkerEnvironment.variables(agents, List.of("OMP_NUM_THREADS", "NOT_SET")))
                .isEqualTo(Map.of("PATH", "/bin", "HOME", "/home/me", "OMP_NUM_THREADS", "1"));
    }

    @Test
    void javaLeavesRunInTheJavaOfTheAgent() {
        List<String> command = WorkerEnvironment.javaCommand();

        assertThat(Files.isExecutable(Path.of(command.get(0)))).isTrue();
        assertThat(command).last().isEqualTo("org.hpvm.container.jvm.JavaWorkerMain");
    }
}
