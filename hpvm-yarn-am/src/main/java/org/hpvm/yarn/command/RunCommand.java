package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.GatewayHost;
import org.hpvm.yarn.parent.ParentProcess;
import org.hpvm.yarn.parent.SignalGuard;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm run}: runs a parent on this machine, its tasks on the cluster. */
final class RunCommand {
    private static final String SUMMARY = "summary";

    private RunCommand() {}

    static Command command() {
        return new Command(
                "run",
                "PROGRAM [ARGUMENT]…",
                "runs a program on this machine, its tasks on the cluster",
                List.of(
                        CommonOptions.setting(),
                        SessionGroup.option(),
                        KeepOption.option(),
                        CommonOptions.flag(SUMMARY, "print machine, leaf, tasks and time after each spawn"),
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
        if (program.contains("/") && !Files.isExecutable(Path.of(program))) {
            throw new HpvmException(ErrorCode.INVALID, "run " + program + ": there is no such program");
        }
        Configuration configuration = invocation.configuration();
        HpvmSettings settings = HpvmSettings.read(configuration);
        PrintStream err = invocation.console().err();
        boolean wantsSummary = invocation.has(SUMMARY);
        try (Cluster cluster = Cluster.connect(configuration, settings);
                GatewayHost host = GatewayHost.open(
                        cluster,
                        SessionGroup.of(invocation),
                        String.valueOf(Path.of(program).getFileName()),
                        GatewayHost.here(
                                cluster,
                                settings,
                                KeepOption.of(invocation, cluster),
                                notice -> err.println("hpvm: " + notice),
                                (tasks, uses) -> {
                                    if (wantsSummary) {
                                        summary(uses, err);
                                    }
                                }))) {
            int status = ParentProcess.run(
                    invocation.operands(), host.socket(), Path.of("").toAbsolutePath());
            host.finish(status);
            return status;
        }
    }

    private static void summary(List<MachineUse> uses, PrintStream err) {
        for (MachineUse use : uses) {
            err.println(String.format(
                    Locale.ROOT,
                    "hpvm: %-12s %-28s %9d tasks %8.3f s",
                    use.getMachine(),
                    use.getLeaf(),
                    use.getTasks(),
                    use.getBusyNanoseconds() / 1e9));
        }
    }
}
