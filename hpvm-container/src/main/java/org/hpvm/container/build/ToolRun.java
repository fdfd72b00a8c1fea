package org.hpvm.container.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param status its exit status
 * @param output what it wrote to its standard output and error
 */
record ToolRun(int status, String output) {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /**
     * Runs a program in the directory that this one runs in.
     *
     * @throws IOException if it cannot be started, or does not end in ten minutes
     */
    static ToolRun of(List<String> words) throws IOException, InterruptedException {
        Path output = Files.createTempFile("compiler", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException(words.get(0) + " did not end in " + LIMIT.toMinutes() + " minutes");
                }
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return new ToolRun(
                    process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
        } finally {
            Files.deleteIfExists(output);
        }
    }

    boolean isGood() {
        return status == 0;
    }
}
