package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.SignalGuard;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.stored.StoredShare;
import org.hpvm.yarn.stored.StoredShares;
import org.hpvm.yarn.stored.WhereShares;

/** {@code hpvm share ls|stat|cat|export|import}. */
final class ShareGroup {
    /** Where a command finds shares, as the help shows it. */
    static final String FROM = "[APPLICATION|DIRECTORY]";

    private ShareGroup() {}

    static Group group() {
        return new Group(
                "share",
                "shares of an application that runs, and those that were kept",
                List.of(
                        new Command(
                                "ls",
                                FROM,
                                "lists the shares of an application, by default of the only one that runs",
                                List.of(CommonOptions.setting(), CommonOptions.output()),
                                "hpvm share ls application_1700000000000_0001",
                                ShareGroup::list),
                        new Command(
                                "stat",
                                "NAME " + FROM,
                                "tells what a share is, and how it is stored",
                                List.of(CommonOptions.setting(), CommonOptions.output()),
                                "hpvm share stat output results/monday",
                                ShareGroup::stat),
                        ShareCat.command(),
                        ShareExport.command(),
                        ShareImport.command()));
    }

    /** What is done with shares. */
    @FunctionalInterface
    interface Work {
        void on(StoredShares shares, Cluster cluster) throws IOException, InterruptedException;
    }

    /** @param place of the operand that says where the shares are */
    static int with(Invocation invocation, int place, Work work) throws IOException, InterruptedException {
        return SignalGuard.run(() -> {
            Configuration configuration = invocation.configuration();
            try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration));
                    StoredShares shares = new WhereShares(invocation.path(), cluster).find(invocation.operand(place))) {
                work.on(shares, cluster);
                return ExitStatus.OK.number();
            }
        });
    }

    private static int list(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(0, 1);
        return with(invocation, 0, (shares, cluster) -> {
            Table table = new Table(List.of("name", "type", "elements", "bytes", "order", "version", "program"));
            for (StoredShare share : shares.list()) {
                table = table.with(
                        share.name().text(),
                        share.typeText(),
                        Long.toString(share.elements()),
                        Long.toString(share.bytes()),
                        share.orderText(),
                        Long.toString(share.version()),
                        share.program());
            }
            table.print(invocation);
        });
    }

    private static int stat(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(1, 2);
        return with(invocation, 1, (shares, cluster) -> {
            StoredShare share = shares.find(invocation.path(), name(invocation));
            Table table = new Table(List.of("what", "value"))
                    .with("name", share.name().text())
                    .with("of", shares.owner())
                    .with("type", share.typeText())
                    .with("elements", Long.toString(share.elements()))
                    .with("bytes", Long.toString(share.bytes()))
                    .with("order", share.orderText())
                    .with("version", Long.toString(share.version()));
            if (!share.program().isEmpty()) {
                table = table.with("program", share.program());
            }
            for (Map.Entry<String, String> detail : share.details().entrySet()) {
                table = table.with(detail.getKey(), detail.getValue());
            }
            table.print(invocation);
        });
    }

    /** The first operand. */
    static String name(Invocation invocation) {
        return invocation.operands().get(0);
    }
}
