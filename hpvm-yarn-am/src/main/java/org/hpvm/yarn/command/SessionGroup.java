package org.hpvm.yarn.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.PingRequest;
import org.hpvm.yarn.client.Application;
import org.hpvm.yarn.client.Cluster;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.client.ServerConnection;
import org.hpvm.yarn.launch.SessionName;
import org.hpvm.yarn.settings.HpvmSettings;

/** {@code hpvm session start|ls|stop}: a server whose agents stay warm between parents. */
final class SessionGroup {
    private static final String SESSION = "session";
    private static final String IDLE = "idle";
    private static final String NAME = "NAME";
    private static final String VARIABLE = "HPVM_SESSION";

    private SessionGroup() {}

    static Group group() {
        return new Group(
                SESSION,
                "machines that stay ready between programs",
                List.of(
                        new Command(
                                "start",
                                NAME,
                                "starts a session, waits for its server and prints the application's id",
                                List.of(
                                        CommonOptions.setting(),
                                        CommonOptions.valued(
                                                IDLE, "TIME", "end after so long without a program; default 10m")),
                                "hpvm session start work --idle 30m",
                                SessionGroup::start),
                        new Command(
                                "ls",
                                "",
                                "lists the sessions that live",
                                List.of(CommonOptions.setting(), CommonOptions.output()),
                                "hpvm session ls",
                                SessionGroup::list),
                        new Command(
                                "stop",
                                NAME,
                                "ends a session, and the programs that use it",
                                List.of(CommonOptions.setting()),
                                "hpvm session stop work",
                                SessionGroup::stop)));
    }

    /** {@code --session NAME} of a command that runs a parent. */
    static Option option() {
        return CommonOptions.valued(SESSION, NAME, "use the machines of this session; default $HPVM_SESSION, if set");
    }

    /** The session that the option or else the variable names. */
    static Optional<SessionName> of(Invocation invocation) throws HpvmException {
        Optional<String> named = invocation
                .value(SESSION)
                .or(() -> Optional.ofNullable(System.getenv(VARIABLE)).filter(name -> !name.isEmpty()));
        return named.isEmpty() ? Optional.empty() : Optional.of(name(invocation.path(), named.get()));
    }

    private static SessionName name(String path, String text) throws HpvmException {
        try {
            return new SessionName(text);
        } catch (IllegalArgumentException e) {
            throw new HpvmException(ErrorCode.INVALID, path + ": " + e.getMessage(), e);
        }
    }

    private static int start(Invocation invocation) throws IOException, InterruptedException {
        SessionName name = name(invocation.path(), invocation.onlyOperand());
        Configuration configuration = invocation.configuration();
        invocation.value(IDLE).ifPresent(idle -> configuration.set("hpvm.session.idle", idle));
        try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration))) {
            Application application = cluster.sessions().start(name);
            cluster.sweepQuietly();
            try (ServerConnection connection = application.connect()) {
                ServerConnection.require(
                        connection.call(server -> server.ping(null, PingRequest.getDefaultInstance())));
                invocation.console().out().println(application.id());
            } catch (IOException e) {
                cluster.sessions().remove(name);
                throw e;
            }
            return ExitStatus.OK.number();
        }
    }

    private static int list(Invocation invocation) throws IOException {
        invocation.requireOperands(0);
        Configuration configuration = invocation.configuration();
        try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration))) {
            Table table = new Table(List.of("name", "id", "state", "seconds"));
            for (Map.Entry<SessionName, ApplicationReport> session :
                    cluster.sessions().list().entrySet()) {
                table = table.with(
                        session.getKey().text(),
                        session.getValue().getApplicationId().toString(),
                        session.getValue().getYarnApplicationState().toString(),
                        Long.toString(AppGroup.seconds(session.getValue())));
            }
            table.print(invocation);
            return ExitStatus.OK.number();
        }
    }

    private static int stop(Invocation invocation) throws IOException, InterruptedException {
        SessionName name = name(invocation.path(), invocation.onlyOperand());
        Configuration configuration = invocation.configuration();
        try (Cluster cluster = Cluster.connect(configuration, HpvmSettings.read(configuration))) {
            Application application = cluster.sessions().find(name);
            try (RunningServer server = application.server()) {
                server.finish(true, "the session was stopped");
            } catch (HpvmException e) {
                application.kill();
            }
            application.awaitEnd();
            cluster.removeStateOf(application.id());
            cluster.sessions().remove(name);
            return ExitStatus.OK.number();
        }
    }
}
