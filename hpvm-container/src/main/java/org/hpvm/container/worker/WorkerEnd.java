package org.hpvm.container.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** How a worker process has ended. */
public sealed interface WorkerEnd {

    /** Calls the function of the case that this is. */
    <T> T match(Function<Exited, T> exited, Function<Signalled, T> signalled, Function<Unstartable, T> unstartable);

    /** It called {@code exit}, or returned from {@code main}. */
    record Exited(int code) implements WorkerEnd {
        @Override
        public <T> T match(
                Function<Exited, T> exited, Function<Signalled, T> signalled, Function<Unstartable, T> unstartable) {
            return exited.apply(this);
        }
    }

    /** A signal ended it. */
    record Signalled(int signal) implements WorkerEnd {
        @Override
        public <T> T match(
                Function<Exited, T> exited, Function<Signalled, T> signalled, Function<Unstartable, T> unstartable) {
            return signalled.apply(this);
        }
    }

    /** It could not be executed. */
    record Unstartable(String reason) implements WorkerEnd {
        @Override
        public <T> T match(
                Function<Exited, T> exited, Function<Signalled, T> signalled, Function<Unstartable, T> unstartable) {
            return unstartable.apply(this);
        }
    }

    /**
     * Reads what {@code hpvm-exec} wrote.
     *
     * @param exitCode what Java says; used where there is no such file, though it cannot tell {@code exit(139)} from a
     *     signal then
     */
    static WorkerEnd of(Path statusFile, int exitCode) throws IOException {
        String text;
        try {
            text = Files.readString(statusFile, StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            return exitCode > 128 ? new Signalled(exitCode - 128) : new Exited(exitCode);
        }
        String[] words = text.split(" ", 2);
        String rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "exited" -> new Exited(Integer.parseInt(rest));
            case "signalled" -> new Signalled(Integer.parseInt(rest));
            default -> new Unstartable(rest);
        };
    }
}
