package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.LeafExplanation;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.machine.Levels;
import org.hpvm.container.machine.Machine;
import org.hpvm.container.machine.MachineProbe;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.settings.Nearest;

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
                                "KIND",
                                "architecture/os, or architecture/os/level; without it, the machine that this runs on"),
                        CommonOptions.output(),
                        CommonOptions.setting()),
                "hpvm kernels explain sqrt.kernels --machine x86_64/linux/x86-64-v3",
                KernelsExplain::run);
    }

    private static int run(Invocation invocation) throws IOException {
        KernelTree tree = KernelsGroup.inspect(invocation).tree();
        Optional<String> kind = invocation.value(MACHINE);
        Machine machine = kind.isPresent() ? machine(kind.get()) : MachineProbe.probe();
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

    /** A machine that has a level and all below it. */
    private static Machine machine(String kind) throws IOException {
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
