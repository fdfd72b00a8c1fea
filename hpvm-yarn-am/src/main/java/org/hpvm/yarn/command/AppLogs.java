package org.hpvm.yarn.command;

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
    private static final String SPAWN = "spawn";

    private AppLogs() {}

    static Command command() {
        return new Command(
                "logs",
                "APPLICATION",
                "prints the logs of an application that runs or has ended",
                List.of(
                        CommonOptions.setting(),
                        CommonOptions.valued(TASK, "ID", "only what the task of that id has printed"),
                        CommonOptions.valued(SPAWN, "N", "only what tasks of the N-th spawn have printed")),
                "hpvm app logs application_1700000000000_0001 --task 17",
                AppLogs::run);
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        ApplicationId id = AppGroup.id(invocation);
        Optional<Long> task = number(invocation, TASK, "a task's id is a number from 0 up");
        Optional<Long> spawn = number(invocation, SPAWN, "spawns are numbered from 1 up");
        return AppGroup.with(invocation, (cluster, applications) -> {
            ApplicationLogs logs = new ApplicationLogs(cluster.configuration(), applications);
            PrintStream out = invocation.console().out();
            if (task.isEmpty() && spawn.isEmpty()) {
                logs.print(id, out);
            } else {
                PrintStream only = new PrintStream(new TaskLines(task, spawn, out), false, StandardCharsets.UTF_8);
                logs.print(id, only);
                only.flush();
            }
        });
    }

    private static Optional<Long> number(Invocation invocation, String option, String rule) throws HpvmException {
        try {
            return invocation.value(option).map(Long::parseUnsignedLong);
        } catch (NumberFormatException e) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "app logs: --" + option + " " + invocation.value(option).orElse("") + ": " + rule,
                    e);
        }
    }
}
