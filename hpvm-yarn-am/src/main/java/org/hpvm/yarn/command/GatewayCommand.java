package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.parent.GatewayHost;
import org.hpvm.yarn.parent.SignalGuard;
import org.hpvm.yarn.settings.HpvmSettings;
import org.hpvm.yarn.terminal.Talk;

/**
 * {@code hpvm gateway}: what the library of a parent that was started by hand starts for itself. It prints its socket's
 * path, and ends when its standard input is closed, which the parent's end does.
 */
final class GatewayCommand {
    private GatewayCommand() {}

    static Command command() {
        return new Command(
                "gateway",
                "",
                "serves a program that was started by hand; its library calls this, people need not",
                List.of(CommonOptions.setting(), SessionGroup.option(), ShareOptions.keep(), ShareOptions.shares()),
                "hpvm gateway < pipe-that-the-program-holds",
                invocation -> SignalGuard.run(() -> run(invocation)));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        invocation.requireOperands(0);
        Configuration configuration = invocation.configuration();
        HpvmSettings settings = HpvmSettings.read(configuration);
        try (Cluster cluster = Cluster.connect(configuration, settings);
                GatewayHost host = GatewayHost.open(
                        cluster,
                        SessionGroup.of(invocation),
                        "gateway",
                        GatewayHost.here(
                                cluster,
                                settings,
                                ShareOptions.of(invocation, cluster),
                                Talk.toStandardError(
                                        invocation.console().err(),
                                        new Talk.Wishes(false, false, settings.progress()))))) {
            invocation.console().out().println(host.socket());
            invocation.console().out().flush();
            awaitEndOfInput();
            host.finish(0);
            return ExitStatus.OK.number();
        }
    }

    /** A read of a pipe cannot be interrupted; looking whether there is something to read would not tell of its end. */
    private static void awaitEndOfInput() throws InterruptedException {
        Thread reader = new Thread(GatewayCommand::readAll, "input");
        reader.setDaemon(true);
        reader.start();
        reader.join();
    }

    private static void readAll() {
        try (InputStream in = System.in) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            // An input that cannot be read has ended.
            return;
        }
    }
}
