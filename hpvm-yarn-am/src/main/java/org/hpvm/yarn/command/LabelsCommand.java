package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.client.cli.RMAdminCLI;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.placement.LabelPlan;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm labels plan|apply}: puts each machine into the partition that is named for its architecture. */
final class LabelsCommand {
    private static final String EXCLUSIVE = "exclusive";

    private LabelsCommand() {}

    static Group group() {
        return new Group(
                "labels",
                "YARN node labels, a partition for each architecture",
                List.of(
                        command("plan", "prints the yarn rmadmin lines that the cluster needs", LabelsCommand::plan),
                        command("apply", "runs them; needs an administrator of YARN", LabelsCommand::apply)));
    }

    private static Command command(String name, String summary, Command.Action action) {
        return new Command(
                name,
                "[MACHINE=ARCHITECTURE]…",
                summary,
                List.of(
                        CommonOptions.setting(),
                        CommonOptions.flag(
                                EXCLUSIVE, "new partitions serve only requests that name them; default: shared")),
                "hpvm labels " + name + " palm=s390x bigboy=x86_64",
                action);
    }

    private static int plan(Invocation invocation) throws IOException {
        HpvmSettings settings = HpvmSettings.read(invocation.configuration());
        LabelPlan plan = read(invocation, settings);
        for (List<String> words : plan.commands()) {
            invocation.console().out().println("yarn rmadmin " + words.get(0) + " \"" + words.get(1) + '"');
        }
        talk(invocation, settings, plan);
        return ExitStatus.OK.number();
    }

    private static int apply(Invocation invocation) throws IOException {
        HpvmSettings settings = HpvmSettings.read(invocation.configuration());
        LabelPlan plan = read(invocation, settings);
        for (List<String> words : plan.commands()) {
            invocation.console().err().println("hpvm: yarn rmadmin " + words.get(0) + " \"" + words.get(1) + '"');
            run(invocation.configuration(), words);
        }
        talk(invocation, settings, plan);
        return ExitStatus.OK.number();
    }

    private static void run(Configuration configuration, List<String> words) throws IOException {
        int status;
        try {
            status = new RMAdminCLI(configuration).run(words.toArray(String[]::new));
        } catch (IOException e) {
            throw e;
        } catch (Exception e) { // what it declares
            throw new HpvmException(ErrorCode.REFUSED, "run yarn rmadmin " + words.get(0) + ": " + e.getMessage(), e);
        }
        if (status != 0) {
            throw new HpvmException(
                    ErrorCode.REFUSED,
                    "run yarn rmadmin " + words.get(0) + ": it ended with status " + status
                            + ", see above; nothing after it was run");
        }
    }

    private static LabelPlan read(Invocation invocation, HpvmSettings settings) throws IOException {
        try (Cluster cluster = Cluster.connect(invocation.configuration(), settings)) {
            return LabelPlan.of(
                    cluster.facts(),
                    cluster.labels(),
                    architectures(invocation.operands(), cluster.hosts()),
                    invocation.has(EXCLUSIVE));
        }
    }

    /** What the host file says, and over it what the command line says; both may use friendly names. */
    private static Map<String, String> architectures(List<String> words, Optional<HostsFile> hosts)
            throws HpvmException {
        Map<String, String> architectureByHost = new TreeMap<>();
        Map<String, String> hostByName = new TreeMap<>();
        for (HostEntry entry : hosts.map(HostsFile::machines).orElse(List.of())) {
            hostByName.put(entry.name(), entry.address());
            if (!entry.architecture().isEmpty()) {
                architectureByHost.put(entry.address(), entry.architecture());
            }
        }
        List<String> faults = new ArrayList<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1 || equals == word.length() - 1) {
                faults.add("\"" + word + "\" is not MACHINE=ARCHITECTURE");
            } else {
                String machine = word.substring(0, equals);
                architectureByHost.put(hostByName.getOrDefault(machine, machine), word.substring(equals + 1));
            }
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(ErrorCode.INVALID, "read the machines' labels: " + String.join("; ", faults));
        }
        return architectureByHost;
    }

    private static void talk(Invocation invocation, HpvmSettings settings, LabelPlan plan) {
        List<String> lines = new ArrayList<>();
        if (plan.isNothingToDo()) {
            lines.add("every machine whose architecture is known is in its partition");
        }
        for (String host : plan.unknown()) {
            lines.add("the architecture of " + host + " is not known: say " + host
                    + "=ARCHITECTURE, or give it a column arch= in the host file");
        }
        if (!plan.closed().isEmpty()) {
            lines.add("queue " + settings.queue() + " may not use "
                    + String.join(", ", plan.closed().stream().sorted().toList())
                    + "; capacity-scheduler.xml needs, then yarn rmadmin -refreshQueues:");
            lines.addAll(plan.queueSettings(settings.queue()));
        }
        lines.forEach(line -> invocation.console().err().println("hpvm: " + line));
    }
}
