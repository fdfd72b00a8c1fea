package org.hpvm.yarn.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Passes on those lines of logs that tasks have printed, as the agents write them: machine, spawn:task, a bar, the
 * line. Byte by byte, however long a line is and whatever is in it. Not thread-safe.
 */
final class TaskLines extends OutputStream {
    /** No mark is longer, unless a machine has a very long name. */
    private static final int MOST_MARK_BYTES = 512;

    private final Pattern wanted;
    private final OutputStream out;
    private final byte[] mark = new byte[MOST_MARK_BYTES];
    private int marked;
    private State state = State.IN_MARK;

    private enum State {
        /** At the beginning of a line: whether it is wanted is not known. */
        IN_MARK,
        WANTED,
        UNWANTED
    }

    /**
     * @param task only of this one, if any
     * @param spawn only of this one, if any
     */
    TaskLines(Optional<Long> task, Optional<Long> spawn, OutputStream out) {
        this.wanted = Pattern.compile("\\S+ " + number(spawn) + ":" + number(task) + " \\| ");
        this.out = out;
    }

    private static String number(Optional<Long> number) {
        return number.map(value -> Long.toUnsignedString(value)).orElse("\\d+");
    }

    @Override
    public void write(int octet) throws IOException {
        switch (state) {
            case WANTED -> out.write(octet);
            case IN_MARK -> look(octet);
            case UNWANTED -> {}
        }
        if (octet == '\n') {
            state = State.IN_MARK;
            marked = 0;
        }
    }

    private void look(int octet) throws IOException {
        if (marked == MOST_MARK_BYTES) {
            state = State.UNWANTED;
            return;
        }
        mark[marked++] = (byte) octet;
        if (octet == ' ' && marked > 1 && mark[marked - 2] == '|') {
            boolean isWanted = wanted.matcher(new String(mark, 0, marked, StandardCharsets.UTF_8))
                    .matches();
            state = isWanted ? State.WANTED : State.UNWANTED;
            if (isWanted) {
                out.write(mark, 0, marked);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
