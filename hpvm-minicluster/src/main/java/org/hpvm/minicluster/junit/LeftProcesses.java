package org.hpvm.minicluster.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.hpvm.minicluster.MarkedProcesses;

/** Processes that containers started and that outlive them. */
record LeftProcesses(MarkedProcesses processes, Duration patience) implements Watch {
    @Override
    public String kind() {
        return "processes";
    }

    @Override
    public List<String> left() {
        return processes.alive().stream()
                .map(process -> MarkedProcesses.describe(List.of(process)))
                .toList();
    }

    @Override
    public void clean() throws IOException, InterruptedException {
        processes.kill();
    }
}
