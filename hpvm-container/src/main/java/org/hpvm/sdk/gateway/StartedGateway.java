package org.hpvm.sdk.gateway;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.jspecify.annotations.Nullable;

/**
 * A gateway that this program has started, since it was not started under one. It lives as long as its standard input
 * is open, that is until this is closed or the program ends, however it ends.
 */
public final class StartedGateway implements Closeable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration END = Duration.ofSeconds(30);

    private final Process process;
    private final Path socket;

    private StartedGateway(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    /**
     * Starts {@code $HPVM_HOME/scripts/hpvm gateway}, else {@code hpvm gateway} from the path; what it has to say goes
     * to the program's standard error.
     *
     * @throws HpvmException with {@code GATEWAY} if that does not come up within 2 minutes
     */
    public static StartedGateway start(Map<String, String> environment) throws HpvmException {
        String home = environment.get("HPVM_HOME");
        String program =
                home == null ? "hpvm" : Path.of(home, "scripts", "hpvm").toString();
        ProcessBuilder builder =
                new ProcessBuilder(List.of(program, "gateway")).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            Process process = builder.start();
            return new StartedGateway(process, Path.of(firstLine(process, program)));
        } catch (HpvmException e) {
            throw e;
        } catch (IOException e) {
            throw new HpvmException(
                    ErrorCode.GATEWAY,
                    "start " + program + " gateway: there is no such program; set HPVM_HOME to where HPVM is, or have"
                            + " hpvm in PATH",
                    e);
        }
    }

    private static String firstLine(Process process, String program) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<@Nullable String> line = new CompletableFuture<>();
        Thread reading = new Thread(
                () -> {
                    try {
                        line.complete(output.readLine());
                    } catch (IOException e) {
                        line.completeExceptionally(e);
                    }
                },
                "gateway-start");
        reading.setDaemon(true);
        reading.start();
        try {
            String first = line.get(START.toSeconds(), TimeUnit.SECONDS);
            if (first == null) {
                throw new HpvmException(
                        ErrorCode.GATEWAY,
                        "start " + program + " gateway: it ended before it told its socket; what it printed says why");
            }
            return first;
        } catch (ExecutionException | TimeoutException e) {
            process.destroy();
            throw new HpvmException(
                    ErrorCode.GATEWAY,
                    "start " + program + " gateway: it told no socket in " + START.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw new HpvmException(ErrorCode.CANCELLED, "start a gateway: interrupted", e);
        }
    }

    /** Where it listens. */
    public Path socket() {
        return socket;
    }

    /** Lets it end what it has to end, for at most half a minute. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
    }
}
