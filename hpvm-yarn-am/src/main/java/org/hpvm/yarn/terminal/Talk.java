package org.hpvm.yarn.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.proto.client.PrintedLine;
import org.hpvm.yarn.gateway.SpawnAudience;
import org.hpvm.yarn.gateway.SpawnProgress;
import org.hpvm.yarn.settings.ProgressMode;

/**
 * What {@code hpvm} has to say while a program runs, on its standard error: the standard output is the program's.
 * Thread-safe.
 */
public final class Talk implements SpawnAudience {
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int LONGEST_LINE = 500;
    /** To the first column, then nothing up to the last. */
    private static final String CLEAN = "\r\033[K";

    private final PrintStream err;
    private final Optional<Terminal> terminal;
    private final Wishes wishes;
    private ProgressLine line = new ProgressLine();
    private boolean hasProgress;
    private Duration told = Duration.ZERO;
    /** What stands in the terminal's last line. */
    private String standing = "";

    /**
     * What the user wants to see.
     *
     * @param isQuiet nothing but notices
     * @param wantsSummary after each spawn, what ran where
     */
    public record Wishes(boolean isQuiet, boolean wantsSummary, ProgressMode progress) {}

    Talk(PrintStream err, Optional<Terminal> terminal, Wishes wishes) {
        this.err = err;
        this.terminal = terminal;
        this.wishes = wishes;
    }

    /** Talks to this process's standard error. */
    public static Talk toStandardError(PrintStream err, Wishes wishes) {
        boolean isSilent = wishes.isQuiet() || wishes.progress() == ProgressMode.NEVER;
        return new Talk(err, isSilent ? Optional.empty() : Terminal.ofStandardError(), wishes);
    }

    @Override
    public boolean wantsOutput() {
        return !wishes.isQuiet();
    }

    @Override
    public void notice(String sentence) {
        print("hpvm: " + sentence + "\n");
    }

    @Override
    public void printed(List<PrintedLine> lines) {
        StringBuilder text = new StringBuilder();
        for (PrintedLine printed : lines) {
            text.append(printed.getMachine())
                    .append(' ')
                    .append(printed.getTask())
                    .append(" | ")
                    .append(printed.getText())
                    .append('\n');
        }
        print(text.toString());
    }

    @Override
    public synchronized void progress(SpawnProgress progress) {
        if (wishes.isQuiet() || wishes.progress() == ProgressMode.NEVER) {
            return;
        }
        line.add(progress);
        hasProgress = true;
        boolean isShort = progress.elapsed().compareTo(SHORT) < 0 && wishes.progress() == ProgressMode.AUTO;
        if (terminal.isPresent() && !isShort) {
            standing = line.text(terminal.get().columns() - 1);
            err.print(CLEAN + standing);
            err.flush();
        } else if (terminal.isEmpty() && !isShort && progress.elapsed().compareTo(told) >= 0) {
            told = progress.elapsed().plus(PAUSE);
            print(line.text(LONGEST_LINE) + "\n");
        }
    }

    @Override
    public synchronized void over() {
        if (!standing.isEmpty()) {
            standing = "";
            err.print(CLEAN);
            err.flush();
        }
        if (hasProgress && wishes.progress() == ProgressMode.ALWAYS) {
            print(line.text(LONGEST_LINE) + "\n");
        }
        line = new ProgressLine();
        hasProgress = false;
        told = Duration.ZERO;
    }

    @Override
    public void ran(long tasks, List<MachineUse> uses) {
        if (wishes.wantsSummary()) {
            for (MachineUse use : uses) {
                print(String.format(
                        Locale.ROOT,
                        "hpvm: %-12s %-28s %9d tasks %8.3f s%n",
                        use.getMachine(),
                        use.getLeaf(),
                        use.getTasks(),
                        use.getBusyNanoseconds() / 1e9));
            }
        }
    }

    /** Whole lines, above the one that is written anew. */
    private synchronized void print(String lines) {
        err.print(standing.isEmpty() ? lines : CLEAN + lines + standing);
        err.flush();
    }
}
