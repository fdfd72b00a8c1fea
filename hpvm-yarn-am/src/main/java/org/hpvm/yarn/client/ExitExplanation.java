package org.hpvm.yarn.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the exit code in YARN's words about an ended application means. */
public final class ExitExplanation {
    private static final Pattern CODE = Pattern.compile("exit ?code(?: is)?:? *(-?\\d+)", Pattern.CASE_INSENSITIVE);
    private static final int FIRST_SIGNAL = 128;
    private static final int LAST_SIGNAL = 192;

    private ExitExplanation() {}

    /** One sentence; empty if no exit code is named, or it speaks for itself. */
    public static Optional<String> of(String diagnostics) {
        Matcher matcher = CODE.matcher(diagnostics);
        return matcher.find() ? of(Integer.parseInt(matcher.group(1))) : Optional.empty();
    }

    private static Optional<String> of(int code) {
        return switch (code) {
            case 143 ->
                Optional.of("143: the server's container was told to end (SIGTERM): somebody killed the application,"
                        + " or YARN took the container back, for a container over its memory or for another queue");
            case 137 ->
                Optional.of("137: the server's container was killed (SIGKILL): by the machine when it ran out of"
                        + " memory, or by YARN when it did not heed a SIGTERM");
            case -100 -> Optional.of("-100: the machine of the server's container was lost");
            case -101 -> Optional.of("-101: no disk of the machine was fit to run the server's container");
            case -102 -> Optional.of("-102: YARN gave the server's place to an application of another queue");
            case -103, -104 ->
                Optional.of(code + ": the server used more memory than its container has; see hpvm.server.memory, or"
                        + " --memory of hpvm submit");
            default ->
                code > FIRST_SIGNAL && code < LAST_SIGNAL
                        ? Optional.of(code + ": signal " + (code - FIRST_SIGNAL) + " ended the server's container")
                        : Optional.empty();
        };
    }
}
