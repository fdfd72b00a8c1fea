package org.hpvm.yarn.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.container.protocol.ApplicationSecret;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** An application that was submitted. */
public final class Application {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration END = Duration.ofSeconds(20);

    private final ApplicationId id;
    private final YarnClient yarn;
    private final ApplicationSecret secret;
    private final Configuration configuration;
    private final Duration timeToEnd;
    private final Duration patience;

    /**
     * @param archiveTime how long its end may take beyond what it takes as a rule
     * @param patience how long to look for YARN and a server that answer
     */
    Application(
            ApplicationId id,
            YarnClient yarn,
            ApplicationSecret secret,
            Configuration configuration,
            Duration archiveTime,
            Duration patience) {
        this.id = id;
        this.yarn = yarn;
        this.secret = secret;
        this.configuration = configuration;
        this.timeToEnd = END.plus(archiveTime);
        this.patience = patience;
    }

    ApplicationSecret secret() {
        return secret;
    }

    public ApplicationId id() {
        return id;
    }

    /** Its server, which is waited for when it is first needed. */
    public RunningServer server() {
        return new RunningServer(id.toString(), this::connect, patience);
    }

    /**
     * Waits until the server runs and opens a link to it.
     *
     * @throws HpvmException with YARN's reason, if the application ends before
     */
    public ServerConnection connect() throws IOException, InterruptedException {
        ApplicationReport report = report();
        while (report.getYarnApplicationState() != YarnApplicationState.RUNNING) {
            if (isOver(report)) {
                throw new HpvmException(
                        ErrorCode.REFUSED,
                        "start application " + id + ": it ended as " + report.getYarnApplicationState() + ": "
                                + firstLines(report.getDiagnostics()));
            }
            Thread.sleep(LOOK.toMillis());
            report = report();
        }
        InetSocketAddress address = InetSocketAddress.createUnresolved(report.getHost(), report.getRpcPort());
        InetSocketAddress resolved = new InetSocketAddress(address.getHostString(), address.getPort());
        return ServerConnection.open(resolved, ClientTokens.token(report, resolved, secret::clientKey), configuration);
    }

    /**
     * Waits a while for the application's end; kills it if that does not come.
     *
     * @throws HpvmException if YARN does not answer for too long
     */
    public void awaitEnd() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        boolean isOver = false;
        while (!isOver) {
            long waited = System.nanoTime() - begun;
            try {
                isOver = isOver(report());
                if (!isOver && waited > timeToEnd.toNanos()) {
                    kill();
                }
            } catch (IOException e) {
                if (waited > patience.toNanos()) {
                    throw e;
                }
            }
            Thread.sleep(isOver ? 0 : LOOK.toMillis());
        }
    }

    public void kill() throws IOException {
        try {
            yarn.killApplication(id);
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "kill application " + id);
        }
    }

    private ApplicationReport report() throws IOException {
        try {
            return yarn.getApplicationReport(id);
        } catch (ApplicationNotFoundException e) {
            throw new HpvmException(ErrorCode.REFUSED, "ask YARN about application " + id + ": it does not know it", e);
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "ask YARN about application " + id);
        }
    }

    private static boolean isOver(ApplicationReport report) {
        return switch (report.getYarnApplicationState()) {
            case NEW, NEW_SAVING, SUBMITTED, ACCEPTED, RUNNING -> false;
            case FINISHED, FAILED, KILLED -> true;
        };
    }

    private static String firstLines(String text) {
        String reason = text.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("at "))
                .limit(3)
                .collect(Collectors.joining(" "));
        return reason.isEmpty() ? "YARN gave no reason" : reason;
    }
}
