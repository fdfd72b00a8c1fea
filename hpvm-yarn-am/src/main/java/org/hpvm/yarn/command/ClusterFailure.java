package org.hpvm.yarn.command;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * A failure of Hadoop's as a sentence for a user. If nobody answers, Hadoop says so with the names of both machines, a
 * class and a link, but not what to do.
 *
 * @param conf where the cluster's configuration was looked for
 */
record ClusterFailure(IOException failure, Optional<String> conf) {
    private static final Pattern CALLED = Pattern.compile(" to (\\S+) failed on ");

    String sentence() {
        if (failure instanceof HpvmException) {
            return String.valueOf(failure.getMessage());
        }
        Optional<Throwable> silence = silence();
        if (silence.isEmpty()) {
            return String.valueOf(HpvmException.of(failure, ErrorCode.UNAVAILABLE, "ask the cluster")
                    .getMessage());
        }
        return "reach the cluster: " + address() + "does not answer (" + reason(silence.get())
                + "); is it up, and is it the one that "
                + conf.map(directory -> "HADOOP_CONF_DIR, " + directory + ", names?")
                        .orElse("the configuration names?");
    }

    private Optional<Throwable> silence() {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof UnknownHostException
                    || cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SocketTimeoutException) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private String address() {
        Matcher called = CALLED.matcher(String.valueOf(failure.getMessage()));
        return called.find() ? called.group(1) + ' ' : "it ";
    }

    /** The innermost, as the system told it. */
    private static String reason(Throwable silence) {
        Throwable inner = silence;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String message = String.valueOf(inner.getMessage());
        return inner instanceof UnknownHostException ? "no machine is known as " + message : message;
    }
}
