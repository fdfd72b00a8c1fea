package org.hpvm.yarn.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hpvm.container.agent.MachineMessages;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.LeafExplanation;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.machine.Levels;
import org.hpvm.container.machine.Machine;
import org.hpvm.container.machine.MachineProbe;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.JoinedMachines;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm kernels explain}: which leaf a machine runs, and why not another. */
final class KernelsExplain {
    private static final String MACHINE = "machine";

    private KernelsExplain() {}

    static Command command() {
        return new Command(
                "explain",
                "TREE",
                "tells which leaf of a tree a machine runs, and why it runs none of the others",
                List.of(
                        CommonOptions.valued(
                                MACHINE,
                                "MACHINE",
                                "architecture/os, architecture/os/level, the name of a machine of the cluster, or a"
                                        + " file with what machine probe printed; without it, this machine"),
                        CommonOptions.output(),
                        CommonOptions.setting()),
                "hpvm kernels explain sqrt.kernels --machine x86_64/linux/x86-64-v3",
                KernelsExplain::run);
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        KernelTree tree = KernelsGroup.inspect(invocation).tree();
        Machine machine = machine(invocation);
        Table table = new Table(List.of("rank", "leaf", "why"));
        boolean isServed = false;
        for (LeafExplanation found : LeafExplanation.of(tree, machine)) {
            isServed |= found.rank() > 0;
            table = table.with(
                    found.rank() == 0 ? "-" : Integer.toString(found.rank()),
                    found.leaf().toString(),
                    found.reason());
        }
        table.print(invocation);
        if (!isServed) {
            throw new HpvmException(
                    ErrorCode.NOMACHINE,
                    "run kernel tree " + tree.name() + " on " + machine.architecture() + "/" + machine.os()
                            + ": no leaf fits; build " + machine.architecture() + "/" + machine.os() + "/"
                            + LeafPath.GENERIC);
        }
        return ExitStatus.OK.number();
    }

    private static Machine machine(Invocation invocation) throws IOException, InterruptedException {
        Optional<String> named = invocation.value(MACHINE);
        if (named.isEmpty()) {
            return MachineProbe.probe();
        }
        if (Files.isRegularFile(Path.of(named.get()))) {
            return ProbeTable.read(Files.readString(Path.of(named.get())), named.get());
        }
        return named.get().contains("/") ? kind(named.get()) : live(invocation, named.get());
    }

    /** A machine of the cluster, as its agent finds it. */
    private static Machine live(Invocation invocation, String name) throws IOException, InterruptedException {
        HpvmSettings settings = HpvmSettings.read(invocation.configuration());
        try (Cluster cluster = Cluster.connect(invocation.configuration(), settings)) {
            Map<String, Machine> machines = new TreeMap<>();
            JoinedMachines.of(cluster)
                    .forEach(joined -> machines.put(joined.getName(), MachineMessages.machine(joined.getMachine())));
            Machine machine = machines.get(name);
            if (machine == null) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        "explain: --machine " + name + ": there is no such file, and no such machine has joined; there"
                                + " are " + String.join(", ", machines.keySet()));
            }
            return machine;
        }
    }

    /** A machine that has a level and all below it. */
    private static Machine kind(String kind) throws IOException {
        String[] parts = kind.split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "explain: --machine " + kind + ": architecture/os or architecture/os/level was expected");
        }
        List<String> all = Levels.all(parts[0]);
        List<String> levels = new ArrayList<>();
        if (parts.length == 3 && !parts[2].equals(LeafPath.GENERIC)) {
            if (!all.contains(parts[2])) {
                throw new HpvmException(
                        ErrorCode.INVALID,
                        "explain: --machine " + kind + ": there is no level \"" + parts[2] + "\" of " + parts[0]
                                + (all.isEmpty() ? "" : "; did you mean " + Nearest.to(parts[2], all) + "?"));
            }
            levels.addAll(all.subList(0, all.indexOf(parts[2]) + 1));
            Collections.reverse(levels);
        }
        return MachineProbe.probe().emulating(parts[0], parts[1], levels);
    }
}
