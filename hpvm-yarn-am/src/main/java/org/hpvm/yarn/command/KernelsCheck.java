package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hpvm.container.build.BuildRecord;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.kernel.TreeReport;
import org.hpvm.container.machine.Levels;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** {@code hpvm kernels check}: everything that is wrong with a tree, at once. */
final class KernelsCheck {
    private KernelsCheck() {}

    static Command command() {
        return new Command(
                "check",
                "TREE",
                "tells every fault of a tree at once; the status is 2 if there is any",
                List.of(CommonOptions.setting()),
                "hpvm kernels check sqrt.kernels",
                KernelsCheck::run);
    }

    private static int run(Invocation invocation) throws IOException {
        TreeReport report = KernelsGroup.inspect(invocation);
        List<String> faults = new ArrayList<>(report.faults());
        Map<String, List<String>> leavesBySources = new TreeMap<>();
        for (TreeReport.Found found : report.leaves()) {
            unknownLevel(found.leaf().path()).ifPresent(faults::add);
            if (!found.header().interpreter().isEmpty()) {
                faults.add(found.leaf().path() + " is not linked statically: it runs only on machines that have "
                        + found.header().interpreter() + " and its libraries");
            }
            Optional<BuildRecord> record = KernelsList.record(report, found);
            record.ifPresent(known -> leavesBySources
                    .computeIfAbsent(known.sources(), unused -> new ArrayList<>())
                    .add(found.leaf().path().toString()));
        }
        if (leavesBySources.size() > 1) {
            faults.add("its leaves were built from different sources, and so may give different answers: "
                    + String.join(
                            " | ",
                            leavesBySources.values().stream()
                                    .map(leaves -> String.join(", ", leaves))
                                    .toList()));
        }
        if (!faults.isEmpty()) {
            throw new HpvmException(
                    ErrorCode.TREE, "check kernel tree " + report.name() + ": " + String.join("\n  ", join(faults)));
        }
        invocation
                .console()
                .err()
                .println(report.name() + ": " + report.leaves().size() + " leaves, nothing wrong");
        return ExitStatus.OK.number();
    }

    private static List<String> join(List<String> faults) {
        List<String> lines = new ArrayList<>();
        lines.add(faults.size() == 1 ? "1 fault" : faults.size() + " faults");
        lines.addAll(faults);
        return lines;
    }

    private static Optional<String> unknownLevel(LeafPath path) {
        List<String> known = Levels.all(path.architecture());
        if (path.isGeneric() || known.contains(path.optimization())) {
            return Optional.empty();
        }
        return Optional.of(path + " will never run: no machine has a level \"" + path.optimization() + "\"; "
                + (known.isEmpty()
                        ? "none is known for " + path.architecture()
                        : "known are " + String.join(", ", known)));
    }
}
