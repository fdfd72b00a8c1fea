package org.hpvm.yarn.command;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.LeafChoice;
import org.hpvm.container.kernel.TreeReader;
import org.hpvm.container.machine.Levels;
import org.hpvm.container.machine.Machine;
import org.hpvm.container.machine.MachineProbe;
import org.hpvm.model.ByteSize;
import org.hpvm.proto.client.JoinedMachine;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.JoinedMachines;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.placement.Claim;
import org.hpvm.yarn.placement.MachineFacts;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm machine probe|ls}. */
final class MachineCommand {
    private static final String KERNELS = "kernels";
    private static final String PROBE = "probe";
    private static final String UNKNOWN = "?";

    private MachineCommand() {}

    static Group group() {
        return new Group(
                "machine",
                "what machines are, and which kernels they run",
                List.of(
                        new Command(
                                "ls",
                                "",
                                "lists the machines of the cluster",
                                List.of(
                                        CommonOptions.setting(),
                                        CommonOptions.output(),
                                        CommonOptions.valued(
                                                KERNELS, "TREE", "show which leaf of the tree each machine runs"),
                                        CommonOptions.flag(
                                                PROBE, "start an agent on each machine, so that it looks for itself")),
                                "hpvm machine ls --probe --kernels sqrt.kernels",
                                MachineCommand::list),
                        new Command(
                                "probe",
                                "",
                                "prints what this machine is",
                                List.of(CommonOptions.output()),
                                "hpvm machine probe --output json",
                                MachineCommand::probe)));
    }

    private static int probe(Invocation invocation) throws IOException {
        invocation.requireOperands(0);
        ProbeTable.of(MachineProbe.probe(), ByteOrder.nativeOrder()).print(invocation);
        return ExitStatus.OK.number();
    }

    private static int list(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(0);
        HpvmSettings settings = HpvmSettings.read(invocation.configuration());
        try (Cluster cluster = Cluster.connect(invocation.configuration(), settings)) {
            Optional<KernelTree> tree = tree(invocation, cluster);
            Optional<HostsFile> hosts = cluster.hosts();
            Map<String, Machine> joined = invocation.has(PROBE) ? joined(cluster) : Map.of();
            Table table = new Table(columns(tree.isPresent()));
            for (MachineFacts facts : cluster.facts().machines()) {
                HostEntry entry =
                        hosts.flatMap(file -> file.find(facts.host())).orElseGet(() -> HostEntry.unnamed(facts.host()));
                table = table.with(row(facts, entry, settings, Optional.ofNullable(joined.get(facts.host())), tree));
            }
            table.print(invocation);
        }
        return ExitStatus.OK.number();
    }

    /** By the NodeManager's host. */
    private static Map<String, Machine> joined(Cluster cluster) throws IOException, InterruptedException {
        return JoinedMachines.of(cluster).stream()
                .collect(Collectors.toMap(
                        JoinedMachine::getHost, joined -> MachineMessages.machine(joined.getMachine())));
    }

    private static Optional<KernelTree> tree(Invocation invocation, Cluster cluster) throws IOException {
        Optional<String> named = invocation.value(KERNELS);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Path path = named.get().matches("[a-z][a-z0-9+.-]+:.*")
                ? new Path(named.get())
                : new Path(java.nio.file.Path.of(named.get()).toAbsolutePath().toUri());
        return Optional.of(TreeReader.read(path.getFileSystem(cluster.configuration()), path));
    }

    private static List<String> columns(boolean withLeaf) {
        List<String> columns = List.of("machine", "address", "label", "architecture", "levels", "processors", "memory");
        return withLeaf ? Stream.concat(columns.stream(), Stream.of("leaf")).toList() : columns;
    }

    private static String[] row(
            MachineFacts facts,
            HostEntry entry,
            HpvmSettings settings,
            Optional<Machine> probed,
            Optional<KernelTree> tree) {
        Optional<Machine> known = probed.or(() -> told(facts, entry, settings));
        List<String> cells = new ArrayList<>(List.of(
                entry.name(),
                facts.host(),
                facts.partition(),
                known.map(Machine::architecture).orElse(UNKNOWN),
                known.map(ProbeTable::levels).orElse(UNKNOWN),
                probed.map(machine -> Integer.toString(machine.processors())).orElse(UNKNOWN),
                probed.map(machine -> ProbeTable.mebibytes(machine.memory())).orElse(UNKNOWN)));
        tree.ifPresent(
                read -> cells.add(known.map(machine -> leaf(read, machine)).orElse(UNKNOWN)));
        return cells.toArray(String[]::new);
    }

    /** What the host file, an attribute or a label says, where nobody has looked. */
    private static Optional<Machine> told(MachineFacts facts, HostEntry entry, HpvmSettings settings) {
        Claim claim = settings.placement().claim(facts).orElse(Claim.NONE);
        String architecture = entry.architecture().isEmpty() ? claim.architecture() : entry.architecture();
        if (architecture.isEmpty()) {
            return Optional.empty();
        }
        List<String> named = entry.architecture().isEmpty() && entry.levels().isEmpty()
                ? List.of(facts.attributes().getOrDefault("level", "generic"))
                : entry.levels();
        return Optional.of(
                new Machine(architecture, entry.os(), "", Levels.within(architecture, named), 1, new ByteSize(0)));
    }

    private static String leaf(KernelTree tree, Machine machine) {
        return LeafChoice.candidates(tree, machine).stream()
                .findFirst()
                .map(leaf -> leaf.path().toString())
                .orElse("none");
    }
}
