package org.hpvm.yarn.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.ApplicationLogs;

/** {@code hpvm app logs}: what the containers of an application have printed. */
final class AppLogs {
    private static final String TASK = "task";

    private AppLogs() {}

    static Command command() {
        return new Command(
                "logs",
                "APPLICATION",
                "prints the logs of an application that runs or has ended",
                List.of(
                        CommonOptions.setting(),
                        CommonOptions.valued(TASK, "ID", "only what the task of that id has printed, in every spawn")),
                "hpvm app logs application_1700000000000_0001",
                AppLogs::run);
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        ApplicationId id = AppGroup.id(invocation);
        Optional<Long> task = task(invocation);
        return AppGroup.with(invocation, (cluster, applications) -> {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            ApplicationLogs logs = new ApplicationLogs(cluster.configuration(), applications);
            try (PrintStream into = new PrintStream(text, false, StandardCharsets.UTF_8)) {
                logs.print(id, task.isPresent() ? into : invocation.console().out());
            }
            if (task.isPresent()) {
                // As the agents write them: machine, spawn:task, a bar, the line.
                String mark = ":" + task.get() + " | ";
                text.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.matches("\\S+ \\d+\\Q" + mark + "\\E.*"))
                        .forEach(invocation.console().out()::println);
            }
        });
    }

    private static Optional<Long> task(Invocation invocation) throws HpvmException {
        try {
            return invocation.value(TASK).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "app logs: --task " + invocation.value(TASK).orElse("") + ": a task's id is a number from 0 up",
                    e);
        }
    }
}
