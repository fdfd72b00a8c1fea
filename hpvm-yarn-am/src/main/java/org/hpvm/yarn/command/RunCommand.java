package org.hpvm.yarn.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.cli.CommandLine;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.yarn.client.Application;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.gateway.Gateway;
import org.hpvm.yarn.gateway.GatewayServices;
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
                        CommonOptions.flag(SUMMARY, "print machine, leaf, tasks and time after each spawn"),
                        CommonOptions.flag(LocalCluster.OPTION, "use an embedded cluster, started if none is up")),
                "hpvm run --summary ./sqrt",
                RunCommand::run);
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
        CommandLine line = invocation.line();
        Configuration configuration = invocation.configuration();
        HpvmSettings settings = HpvmSettings.read(configuration);
        Path program = Path.of(line.getArgList().get(0));
        if (line.getArgList().get(0).contains("/") && !Files.isExecutable(program)) {
            throw new HpvmException(ErrorCode.INVALID, "run " + program + ": there is no such program");
        }
        try (Cluster cluster = Cluster.connect(configuration, settings)) {
            Application application = cluster.submit(String.valueOf(program.getFileName()));
            Thread onSignal = new Thread(() -> kill(application), "kill-application");
            Runtime.getRuntime().addShutdownHook(onSignal);
            try {
                return run(cluster, settings, application, line);
            } finally {
                application.awaitEnd();
                cluster.removeStateOf(application);
                Runtime.getRuntime().removeShutdownHook(onSignal);
            }
        }
    }

    private static int run(Cluster cluster, HpvmSettings settings, Application application, CommandLine line)
            throws IOException, InterruptedException {
        String tree = Optional.ofNullable(System.getenv("HPVM_KERNELS")).orElse("");
        boolean wantsSummary = line.hasOption(SUMMARY);
        try (RunningServer server = new RunningServer(application);
                GatewayServices services = new GatewayServices(
                        cluster,
                        settings,
                        server,
                        application.id().toString(),
                        tree,
                        notice -> System.err.println("hpvm: " + notice),
                        (tasks, uses) -> {
                            if (wantsSummary) {
                                summary(uses);
                            }
                        });
                Gateway gateway = Gateway.open(services)) {
            int status = runParent(line.getArgList(), gateway);
            Optional<HpvmException> unseen = gateway.unseen().get();
            server.finish(status == 0 && unseen.isEmpty(), "the program ended with status " + status);
            if (status == 0 && unseen.isPresent()) {
                throw unseen.get();
            }
            return status;
        }
    }

    private static int runParent(List<String> words, Gateway gateway) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words)).inheritIO();
        builder.environment().put("HPVM_GATEWAY", gateway.path().toString());
        Process parent = builder.start();
        try {
            while (!parent.waitFor(1, TimeUnit.HOURS)) {
                Thread.onSpinWait(); // a program may run for days
            }
            return parent.exitValue();
        } finally {
            parent.destroy();
        }
    }

    private static void summary(List<MachineUse> uses) {
        for (MachineUse use : uses) {
            System.err.println(String.format(
                    Locale.ROOT,
                    "hpvm: %-12s %-28s %9d tasks %8.3f s",
                    use.getMachine(),
                    use.getLeaf(),
                    use.getTasks(),
                    use.getBusyNanoseconds() / 1e9));
        }
    }

    private static void kill(Application application) {
        try {
            application.kill();
        } catch (IOException e) {
            System.err.println("hpvm: " + e.getMessage());
        }
    }
}
