package org.hpvm.yarn.command;

import java.util.List;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * The embedded cluster belongs to the launcher {@code scripts/hpvm}, which has the daemons' jars; this jar has only the
 * sentence that says so.
 */
final class LocalCluster {
    /** The option of {@code run} that the launcher takes away. */
    static final String OPTION = "local";

    private LocalCluster() {}

    static Group group() {
        return new Group(
                "cluster",
                "an embedded cluster that stays up between runs",
                List.of(
                        command("start", "starts it and waits until it is ready"),
                        command("status", "says whether it runs, and where its configuration is"),
                        command("stop", "stops it and removes its files")));
    }

    private static Command command(String name, String summary) {
        return new Command(name, "", summary, List.of(), "hpvm cluster " + name, invocation -> {
            throw missing(invocation.path());
        });
    }

    static HpvmException missing(String doing) {
        return new HpvmException(
                ErrorCode.INVALID,
                doing + ": the embedded cluster comes with HPVM's own scripts/hpvm; this program has no Hadoop of its"
                        + " own, set HADOOP_CONF_DIR to use a cluster");
    }
}
