package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import org.hpvm.yarn.client.Sweeper;
import org.hpvm.yarn.sweep.Verdict;

/** {@code hpvm app sweep}: removes from HDFS what applications have left that ended without doing so. */
final class AppSweep {
    private static final String DRY_RUN = "dry-run";

    private AppSweep() {}

    static Command command() {
        return new Command(
                "sweep",
                "",
                "removes from HDFS what your applications that have ended left there",
                List.of(
                        CommonOptions.setting(),
                        CommonOptions.flag(DRY_RUN, "tell what would be removed, and remove nothing"),
                        CommonOptions.output()),
                "hpvm app sweep --dry-run",
                AppSweep::run);
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(0);
        boolean isDry = invocation.has(DRY_RUN);
        return AppGroup.with(invocation, (cluster, applications) -> {
            Sweeper sweeper = cluster.sweeper();
            Table table = new Table(List.of("done", "path", "why"));
            for (Verdict verdict : sweeper.look()) {
                if (!isDry) {
                    sweeper.remove(verdict);
                }
                String done = verdict.isRemoved() ? (isDry ? "would be removed" : "removed") : "left";
                table = table.with(done, sweeper.path(verdict.found()).toString(), verdict.why());
            }
            table.print(invocation);
        });
    }
}
