package org.hpvm.yarn.parent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** A parent program that runs on this machine; its standard streams are ours. */
public final class ParentProcess {
    private static final String GATEWAY = "HPVM_GATEWAY";
    private static final long GRACE_SECONDS = 3;

    private ParentProcess() {}

    /**
     * Runs a program to its end and gives its exit status, 128 + n if signal n ended it. If this thread is interrupted
     * the program and all that it started get SIGTERM, and SIGKILL if that does not help.
     *
     * @param gateway the socket that the program will find
     * @param directory in which it works
     */
    public static int run(List<String> words, Path gateway, Path directory) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO().directory(directory.toFile());
        builder.environment().put(GATEWAY, gateway.toString());
        Process parent = start(builder);
        try {
            while (!parent.waitFor(1, TimeUnit.HOURS)) {
                Thread.onSpinWait(); // a program may run for days
            }
            return parent.exitValue();
        } finally {
            end(parent);
        }
    }

    private static Process start(ProcessBuilder builder) throws HpvmException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "run " + builder.command().get(0) + ": "
                            + String.valueOf(e.getMessage()).replaceFirst(".*: ", ""),
                    e);
        }
    }

    private static void end(Process parent) throws InterruptedException {
        if (parent.isAlive()) {
            List<ProcessHandle> all = Stream.concat(Stream.of(parent.toHandle()), parent.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroy);
            parent.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
