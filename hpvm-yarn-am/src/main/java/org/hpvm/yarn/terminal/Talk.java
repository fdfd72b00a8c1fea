package org.hpvm.yarn.terminal;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.hpvm.proto.client.MachineUse;
import org.hpvm.proto.client.PrintedLine;
import org.hpvm.yarn.gateway.SpawnAudience;

/** What {@code hpvm} has to say while a program runs, on its standard error: the standard output is the program's. */
public final class Talk implements SpawnAudience {
    private final PrintStream err;
    private final boolean isQuiet;
    private final boolean wantsSummary;

    /**
     * @param isQuiet whether nothing but notices is printed
     * @param wantsSummary whether to tell after each spawn what ran where
     */
    public Talk(PrintStream err, boolean isQuiet, boolean wantsSummary) {
        this.err = err;
        this.isQuiet = isQuiet;
        this.wantsSummary = wantsSummary;
    }

    @Override
    public boolean wantsOutput() {
        return !isQuiet;
    }

    @Override
    public void notice(String sentence) {
        err.println("hpvm: " + sentence);
    }

    @Override
    public void printed(List<PrintedLine> lines) {
        StringBuilder text = new StringBuilder();
        for (PrintedLine line : lines) {
            text.append(line.getMachine())
                    .append(' ')
                    .append(line.getTask())
                    .append(" | ")
                    .append(line.getText())
                    .append('\n');
        }
        err.print(text);
        err.flush();
    }

    @Override
    public void ran(long tasks, List<MachineUse> uses) {
        if (wantsSummary) {
            for (MachineUse use : uses) {
                err.println(String.format(
                        Locale.ROOT,
                        "hpvm: %-12s %-28s %9d tasks %8.3f s",
                        use.getMachine(),
                        use.getLeaf(),
                        use.getTasks(),
                        use.getBusyNanoseconds() / 1e9));
            }
        }
    }
}
