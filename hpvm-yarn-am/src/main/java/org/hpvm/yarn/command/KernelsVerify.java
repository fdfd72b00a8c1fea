package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.machine.Machine;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.HpvmSession;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.GatewayHost;
import org.hpvm.yarn.parent.SharePlaces;
import org.hpvm.yarn.parent.SignalGuard;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.terminal.Talk;
import org.hpvm.yarn.verify.Finding;
import org.hpvm.yarn.verify.Verification;
import org.hpvm.yarn.verify.VerifyArguments;
import org.hpvm.yarn.verify.VerifyPlan;
import org.hpvm.yarn.verify.VerifyShare;

/** {@code hpvm kernels verify}: whether all leaves of a tree give the same answer. */
final class KernelsVerify {
    private static final String TASKS = "tasks";
    private static final String SHARE = "share";
    private static final String ZEROS = "zeros";
    private static final String ARGUMENTS = "args";
    private static final String ARGUMENTS_FILE = "args-file";
    private static final String MACHINE = "machine";
    private static final String PLACES = "ulp";

    private KernelsVerify() {}

    static Command command() {
        return new Command(
                "verify",
                "TREE",
                "runs the same tasks with each leaf on each machine that can run it, and compares what they merge",
                List.of(
                        CommonOptions.valued(TASKS, "N", "how many; by custom the lines of --args-file"),
                        CommonOptions.valued(
                                SHARE, "NAME:TYPE=FILE", "a share with a file's content; TYPE as float64, else bytes"),
                        CommonOptions.valued(ZEROS, "NAME:TYPE=COUNT", "a share of so many zeros"),
                        CommonOptions.valued(
                                ARGUMENTS, "VALUES", "arguments of every task: 7 is a long, 0.5 a double, int32:7"),
                        CommonOptions.valued(ARGUMENTS_FILE, "FILE", "arguments, a line for each task"),
                        CommonOptions.valued(MACHINE, "NAME", "use this machine; repeatable; default: all"),
                        CommonOptions.valued(
                                PLACES, "N", "floats may differ by N units in the last place; default: no byte may"),
                        CommonOptions.output(),
                        CommonOptions.setting()),
                "hpvm kernels verify sqrt.kernels --zeros output:float32=1000000 --args-file ranges.txt",
                invocation -> SignalGuard.run(() -> run(invocation)));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        KernelTree tree = KernelsGroup.inspect(invocation).tree();
        Verification.Work work = work(invocation);
        PrintStream err = invocation.console().err();
        Configuration configuration = invocation.configuration();
        // While one machine works the others do not; they are needed all the same.
        configuration.set("hpvm.agents.min", configuration.get("hpvm.agents.max"));
        HpvmSettings settings = HpvmSettings.read(configuration);
        try (Cluster cluster = Cluster.connect(configuration, settings);
                GatewayHost host = GatewayHost.open(
                        cluster,
                        Optional.empty(),
                        "verify",
                        GatewayHost.here(
                                cluster,
                                settings,
                                SharePlaces.NONE,
                                Talk.toStandardError(err, new Talk.Wishes(true, false, settings.progress()))))) {
            VerifyPlan plan = VerifyPlan.of(tree, machines(invocation, host.machines(cluster)));
            List<Finding> findings = verify(host, plan, work, err);
            int status = ExitStatus.OK.number();
            if (findings.stream().anyMatch(Finding::isBad)) {
                status = ExitStatus.DIFFERENT.number();
            }
            host.finish(status);
            print(invocation, findings);
            if (findings.stream().noneMatch(finding -> finding.isBad() || finding.isCompared())) {
                throw new HpvmException(
                        ErrorCode.NOMACHINE,
                        "verify kernel tree " + tree.name() + ": nothing was compared, as only one leaf ran on only"
                                + " one machine");
            }
            return status;
        }
    }

    private static List<Finding> verify(GatewayHost host, VerifyPlan plan, Verification.Work work, PrintStream err)
            throws IOException, InterruptedException {
        List<Finding> ended = new ArrayList<>();
        try (HpvmSession session = HpvmSession.connect(host.socket())) {
            return new Verification(work, finding -> {
                        ended.add(finding);
                        err.println("[" + ended.size() + "/" + plan.runs().size() + "] " + finding.leaf() + " on "
                                + finding.machine() + ": " + finding.kind());
                    })
                    .run(session, plan);
        }
    }

    private static void print(Invocation invocation, List<Finding> findings) throws IOException {
        Table table = new Table(List.of("leaf", "machine", "result", "detail"));
        for (Finding finding : findings) {
            table = table.with(finding.leaf(), finding.machine(), finding.kind().toString(), finding.detail());
        }
        table.print(invocation);
    }

    /** Those that were named, or all. */
    private static Map<String, Machine> machines(Invocation invocation, Map<String, Machine> joined)
            throws HpvmException {
        List<String> named = values(invocation, MACHINE);
        List<String> unknown =
                named.stream().filter(name -> !joined.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "kernels verify: --machine " + String.join(", ", unknown)
                            + ": no such machine has joined; there are "
                            + String.join(", ", new TreeMap<>(joined).keySet()));
        }
        Map<String, Machine> used = new TreeMap<>(joined);
        if (!named.isEmpty()) {
            used.keySet().retainAll(named);
        }
        return used;
    }

    private static Verification.Work work(Invocation invocation) throws IOException {
        List<VerifyShare> shares = new ArrayList<>();
        for (String text : values(invocation, SHARE)) {
            shares.add(VerifyShare.ofFile(text));
        }
        for (String text : values(invocation, ZEROS)) {
            shares.add(VerifyShare.ofZeros(text));
        }
        if (shares.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "kernels verify: into what do the tasks merge? --zeros NAME:TYPE=COUNT or --share NAME:TYPE=FILE");
        }
        VerifyArguments arguments = arguments(invocation);
        Optional<Long> places = number(invocation, PLACES, "0|[1-9][0-9]{0,17}");
        return new Verification.Work(
                KernelsGroup.directory(invocation.onlyOperand()).toString(),
                tasks(invocation, arguments),
                arguments,
                shares,
                places);
    }

    private static VerifyArguments arguments(Invocation invocation) throws IOException {
        Optional<String> same = invocation.value(ARGUMENTS);
        Optional<String> file = invocation.value(ARGUMENTS_FILE);
        if (same.isPresent() && file.isPresent()) {
            throw new HpvmException(ErrorCode.INVALID, "kernels verify: --args or --args-file, not both");
        }
        if (file.isPresent()) {
            try {
                return VerifyArguments.lines(
                        Files.readAllLines(Path.of(file.get()), StandardCharsets.UTF_8), file.get());
            } catch (HpvmException e) {
                throw e;
            } catch (IOException e) {
                throw new HpvmException(
                        ErrorCode.INVALID, "--args-file " + file.get() + ": it cannot be read as text", e);
            }
        }
        return same.isPresent() ? VerifyArguments.same(same.get()) : VerifyArguments.NONE;
    }

    private static long tasks(Invocation invocation, VerifyArguments arguments) throws HpvmException {
        int lines = invocation.has(ARGUMENTS_FILE) ? arguments.blocks().size() : 0;
        Optional<Long> asked = number(invocation, TASKS, "[1-9][0-9]{0,17}");
        if (asked.isEmpty() && lines == 0) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "kernels verify: how many tasks? --tasks N, or --args-file with a line for each");
        }
        if (asked.isPresent() && lines > 1 && asked.get() != lines) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "kernels verify: --tasks " + asked.get() + ", but " + lines + " lines of arguments");
        }
        return asked.orElse((long) lines);
    }

    private static Optional<Long> number(Invocation invocation, String option, String form) throws HpvmException {
        Optional<String> text = invocation.value(option);
        if (text.isPresent() && !text.get().matches(form)) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "kernels verify: --" + option + " " + text.get() + ": a whole number was expected");
        }
        return text.map(Long::valueOf);
    }

    private static List<String> values(Invocation invocation, String option) {
        String[] given = invocation.line().getOptionValues(option);
        return given == null ? List.of() : List.of(given);
    }
}
