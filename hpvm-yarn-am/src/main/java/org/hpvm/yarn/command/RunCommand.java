package org.hpvm.yarn.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.container.machine.Launchers;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.GatewayHost;
import org.hpvm.yarn.parent.ParentProcess;
import org.hpvm.yarn.parent.SignalGuard;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.terminal.Talk;

/** {@code hpvm run}: runs a parent on this machine, its tasks on the cluster. */
final class RunCommand {
    private static final String SUMMARY = "summary";
    private static final String QUIET = "quiet";
    private static final String PROGRESS = "progress";

    private RunCommand() {}

    static Command command() {
        return new Command(
                "run",
                "PROGRAM [ARGUMENT]…",
                "runs a program on this machine, its tasks on the cluster",
                List.of(
                        CommonOptions.setting(),
                        SessionGroup.option(),
                        ShareOptions.keep(),
                        ShareOptions.shares(),
                        CommonOptions.flag(SUMMARY, "print machine, leaf, tasks and time after each spawn"),
                        CommonOptions.valued(
                                PROGRESS, "auto|always|never", "whether to tell how far a spawn is; default auto"),
                        CommonOptions.flag(QUIET, "tell neither what tasks print nor how far a spawn is"),
                        CommonOptions.flag(LocalCluster.OPTION, "use an embedded cluster, started if none is up")),
                "hpvm run --summary ./sqrt",
                invocation -> SignalGuard.run(() -> run(invocation)));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        if (invocation.has(LocalCluster.OPTION)) {
            throw LocalCluster.missing("run --local");
        }
        if (invocation.operands().isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "run: which program? hpvm run " + invocation.command().operands());
        }
        String program = invocation.operands().get(0);
        requireProgram(program);
        Configuration configuration = invocation.configuration();
        invocation.value(PROGRESS).ifPresent(mode -> configuration.set("hpvm.progress", mode));
        HpvmSettings settings = HpvmSettings.read(configuration);
        try (Cluster cluster = Cluster.connect(configuration, settings);
                GatewayHost host = GatewayHost.open(
                        cluster,
                        SessionGroup.of(invocation),
                        String.valueOf(Path.of(program).getFileName()),
                        GatewayHost.here(
                                cluster,
                                settings,
                                ShareOptions.of(invocation, cluster),
                                Talk.toStandardError(
                                        invocation.console().err(),
                                        new Talk.Wishes(
                                                invocation.has(QUIET),
                                                invocation.has(SUMMARY),
                                                settings.progress()))))) {
            int status = ParentProcess.run(
                    invocation.operands(), host.socket(), Path.of("").toAbsolutePath());
            host.finish(status);
            return status;
        }
    }

    private static void requireProgram(String program) throws HpvmException {
        Path path = Path.of(program);
        if (!program.contains("/")) {
            if (Launchers.onPath(System.getenv().getOrDefault("PATH", "/usr/bin"))
                    .apply(program)
                    .isEmpty()) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        "run " + program + ": there is no such program in PATH; one in this directory is ./" + program);
            }
        } else if (!Files.exists(path)) {
            throw new HpvmException(ErrorCode.INVALID, "run " + program + ": there is no such program");
        } else if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "run " + program + ": it is " + (Files.isDirectory(path) ? "a directory" : "not executable"));
        }
    }
}
