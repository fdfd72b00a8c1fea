package org.hpvm.yarn.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** The applications of HPVM that a cluster knows. */
public record Applications(YarnClient yarn) {
    /** By which YARN tells our applications from others. */
    static final String TYPE = "HPVM";

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration END = Duration.ofSeconds(20);
    private static final EnumSet<YarnApplicationState> OVER =
            EnumSet.of(YarnApplicationState.FINISHED, YarnApplicationState.FAILED, YarnApplicationState.KILLED);

    /** The oldest first. */
    public List<ApplicationReport> list(boolean alsoEnded) throws IOException {
        EnumSet<YarnApplicationState> states =
                alsoEnded ? EnumSet.allOf(YarnApplicationState.class) : EnumSet.complementOf(OVER);
        try {
            return yarn.getApplications(Set.of(TYPE), states).stream()
                    .sorted(Comparator.comparing(ApplicationReport::getApplicationId))
                    .toList();
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "list the applications");
        }
    }

    /** One application; empty if YARN does not know it, or no longer. */
    public Optional<ApplicationReport> find(ApplicationId id) throws IOException {
        try {
            return Optional.of(yarn.getApplicationReport(id));
        } catch (ApplicationNotFoundException e) {
            return Optional.empty();
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "ask YARN about application " + id);
        }
    }

    /**
     * One application.
     *
     * @throws HpvmException if YARN does not know it
     */
    public ApplicationReport get(ApplicationId id) throws IOException {
        return find(id).orElseThrow(() -> new HpvmException(
                ErrorCode.INVALID,
                "find application " + id + ": YARN knows none of that id, or no longer; hpvm app ls --all lists"
                        + " those it knows"));
    }

    public static boolean isOver(ApplicationReport report) {
        return OVER.contains(report.getYarnApplicationState());
    }

    /** Kills an application and waits for its end; answers whether it was alive. */
    public boolean kill(ApplicationId id) throws IOException, InterruptedException {
        if (isOver(get(id))) {
            return false;
        }
        try {
            yarn.killApplication(id);
        } catch (YarnException e) {
            throw HpvmException.of(e, ErrorCode.UNAVAILABLE, "kill application " + id);
        }
        long deadline = System.nanoTime() + END.toNanos();
        while (!isOver(get(id))) {
            if (System.nanoTime() > deadline) {
                throw new HpvmException(
                        ErrorCode.UNAVAILABLE,
                        "kill application " + id + ": YARN has taken the request, but it had not ended after "
                                + END.toSeconds() + " s");
            }
            Thread.sleep(LOOK.toMillis());
        }
        return true;
    }
}
