package org.hpvm.yarn.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A terminal on which lines can be written anew.
 *
 * @param columns its width
 */
record Terminal(int columns) {
    private static final int USUAL_COLUMNS = 80;
    private static final long LIMIT_SECONDS = 2;

    /** The terminal behind the standard error; empty if there is none, or it cannot be told. */
    static Optional<Terminal> ofStandardError() {
        try {
            Path device = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            boolean isTerminal = device.startsWith("/dev/pts")
                    || device.toString().startsWith("/dev/tty")
                    || device.equals(Path.of("/dev/console"));
            return isTerminal ? Optional.of(new Terminal(columns(device))) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // not Linux: lines are as good
        }
    }

    private static int columns(Path device) {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(device.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader out = stty.inputReader(StandardCharsets.UTF_8)) {
                String line = stty.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) ? String.valueOf(out.readLine()) : "";
                return columns(line);
            } finally {
                stty.destroyForcibly();
            }
        } catch (IOException e) {
            return USUAL_COLUMNS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_COLUMNS;
        }
    }

    /** What {@code stty size} says: rows and columns; a terminal that nobody has sized says 0. */
    static int columns(String rowsAndColumns) {
        return rowsAndColumns.matches("\\d{1,5} [1-9]\\d{0,4}")
                ? Integer.parseInt(rowsAndColumns.substring(rowsAndColumns.indexOf(' ') + 1))
                : USUAL_COLUMNS;
    }
}
