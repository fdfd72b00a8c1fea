package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.hpvm.container.build.BuildRecord;
import org.hpvm.container.kernel.TreeReport;

/** {@code hpvm kernels ls}: the leaves of a tree. */
final class KernelsList {
    private static final int SHORT_DIGEST = 12;

    private KernelsList() {}

    static Command command() {
        return new Command(
                "ls",
                "TREE",
                "lists the leaves of a tree: size, SHA-256, what their headers say, what built them",
                List.of(CommonOptions.output(), CommonOptions.setting()),
                "hpvm kernels ls sqrt.kernels",
                KernelsList::run);
    }

    private static int run(Invocation invocation) throws IOException {
        TreeReport report = KernelsGroup.inspect(invocation);
        boolean isForScripts = invocation.value(CommonOptions.OUTPUT).orElse("").equals("json");
        Table table = new Table(List.of("leaf", "bytes", "sha256", "header", "built"));
        for (TreeReport.Found found : report.leaves()) {
            String digest = found.leaf().sha256();
            table = table.with(
                    found.leaf().path().toString(),
                    Long.toString(found.leaf().bytes()),
                    isForScripts ? digest : digest.substring(0, SHORT_DIGEST),
                    found.header().facts(),
                    record(report, found).map(BuildRecord::command).orElse("-"));
        }
        table.print(invocation);
        report.faults().forEach(fault -> invocation.console().err().println("hpvm: " + fault));
        return report.faults().isEmpty() ? ExitStatus.OK.number() : ExitStatus.USAGE.number();
    }

    /** How a leaf was built, if it was built here. */
    static Optional<BuildRecord> record(TreeReport report, TreeReport.Found found) throws IOException {
        Optional<BuildRecord> record = BuildRecord.read(
                java.nio.file.Path.of(report.name(), found.leaf().path().toString()));
        return record.filter(known -> known.kernel().equals(found.leaf().sha256()));
    }
}
