package org.hpvm.yarn.command;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Applications;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.ExitExplanation;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm app ls|status|logs|sweep|kill}. */
final class AppGroup {
    private static final String ALL = "all";
    private static final String ID = "APPLICATION";

    private AppGroup() {}

    static Group group() {
        return new Group(
                "app",
                "applications of HPVM on the cluster",
                List.of(
                        new Command(
                                "ls",
                                "",
                                "lists applications",
                                List.of(
                                        CommonOptions.setting(),
                                        CommonOptions.flag(ALL, "also those that have ended"),
                                        CommonOptions.output()),
                                "hpvm app ls --all",
                                AppGroup::list),
                        new Command(
                                "status",
                                ID,
                                "tells how an application is, or how it ended",
                                List.of(CommonOptions.setting(), CommonOptions.output()),
                                "hpvm app status application_1700000000000_0001",
                                AppGroup::status),
                        AppLogs.command(),
                        AppSweep.command(),
                        new Command(
                                "kill",
                                ID,
                                "ends an application and removes what it keeps in HDFS",
                                List.of(CommonOptions.setting()),
                                "hpvm app kill application_1700000000000_0001",
                                AppGroup::kill)));
    }

    /** What is done with the user's applications. */
    interface Work {
        void on(Cluster cluster, Applications applications) throws IOException, InterruptedException;
    }

    static int with(Invocation invocation, Work work) throws IOException, InterruptedException {
        Configuration configuration = invocation.configuration();
        try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration))) {
            work.on(cluster, cluster.applications());
            return ExitStatus.OK.number();
        }
    }

    static ApplicationId id(Invocation invocation) throws HpvmException {
        String word = invocation.onlyOperand();
        try {
            return ApplicationId.fromString(word);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    invocation.path() + " " + word + ": that is no application's id; hpvm app ls lists them",
                    e);
        }
    }

    private static int list(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(0);
        return with(invocation, (cluster, applications) -> {
            Table table = new Table(List.of("id", "name", "user", "queue", "state", "result", "seconds"));
            for (ApplicationReport report : applications.list(invocation.has(ALL))) {
                table = table.with(
                        report.getApplicationId().toString(),
                        report.getName(),
                        report.getUser(),
                        report.getQueue(),
                        report.getYarnApplicationState().toString(),
                        report.getFinalApplicationStatus().toString(),
                        Long.toString(seconds(report)));
            }
            table.print(invocation);
        });
    }

    private static int status(Invocation invocation) throws IOException, InterruptedException {
        ApplicationId id = id(invocation);
        return with(invocation, (cluster, applications) -> {
            ApplicationReport report = applications.get(id);
            Table table = new Table(List.of("what", "value"))
                    .with("id", id.toString())
                    .with("name", report.getName())
                    .with("user", report.getUser())
                    .with("queue", report.getQueue())
                    .with("state", report.getYarnApplicationState().toString())
                    .with("result", report.getFinalApplicationStatus().toString())
                    .with("started", Instant.ofEpochMilli(report.getStartTime()).toString())
                    .with("seconds", Long.toString(seconds(report)));
            String diagnostics = String.valueOf(report.getDiagnostics()).strip();
            if (!diagnostics.isEmpty()) {
                table = table.with("reason", diagnostics.lines().findFirst().orElse(""));
            }
            String explained = ExitExplanation.of(diagnostics).orElse("");
            if (!explained.isEmpty()) {
                table = table.with("explanation", explained);
            }
            String results = cluster.root().results(id.toString()).toString();
            if (cluster.files().exists(cluster.root().results(id.toString()))) {
                table = table.with("files", results);
            }
            if (cluster.files().exists(cluster.root().kept(id.toString()))) {
                table = table.with("shares", cluster.root().kept(id.toString()).toString());
            }
            table.print(invocation);
        });
    }

    private static int kill(Invocation invocation) throws IOException, InterruptedException {
        ApplicationId id = id(invocation);
        return with(invocation, (cluster, applications) -> {
            boolean wasAlive = applications.kill(id);
            cluster.removeStateOf(id);
            invocation
                    .console()
                    .err()
                    .println("hpvm: " + id + (wasAlive ? " has ended" : " had ended before; nothing was killed"));
        });
    }

    static long seconds(ApplicationReport report) {
        Instant end = report.getFinishTime() == 0 ? Instant.now() : Instant.ofEpochMilli(report.getFinishTime());
        return Math.max(
                0,
                Duration.between(Instant.ofEpochMilli(report.getStartTime()), end)
                        .toSeconds());
    }
}
