package org.hpvm.container.output;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hpvm.proto.agent.OutputLine;
import org.hpvm.proto.agent.SpawnOutput;

/**
 * Lines that are on their way to whoever watches, from all tasks of a machine: no more than may be shown, and of what
 * may not, the number. Thread-safe.
 */
public final class LiveOutput {
    private static final int MOST_LINES = 2_000;
    private static final int MOST_CHARACTERS = 256 << 10;

    private final LineBudget budget;
    private final Map<Long, SpawnOutput.Builder> bySpawn = new LinkedHashMap<>();
    private int lines;
    private int characters;

    /** @param linesPerSecond how many lines of this machine are shown */
    public LiveOutput(int linesPerSecond, long nowNanoseconds) {
        this.budget = new LineBudget(linesPerSecond, nowNanoseconds);
    }

    synchronized void add(long spawn, long task, List<ByteBuffer> printed, long nowNanoseconds) {
        SpawnOutput.Builder output = of(spawn);
        for (ByteBuffer line : printed) {
            if (lines < MOST_LINES
                    && characters < MOST_CHARACTERS
                    && budget.take(List.of(spawn, task), nowNanoseconds)) {
                String text = PrintableText.ofLine(line);
                output.addLines(OutputLine.newBuilder().setTask(task).setText(text));
                lines++;
                characters += text.length();
            } else {
                output.setOmitted(output.getOmitted() + 1).setOmittedTask(task);
            }
        }
    }

    private SpawnOutput.Builder of(long spawn) {
        return bySpawn.computeIfAbsent(spawn, number -> SpawnOutput.newBuilder().setSpawn(number));
    }

    /** Takes what is on its way. */
    public synchronized List<SpawnOutput> take() {
        List<SpawnOutput> all =
                bySpawn.values().stream().map(SpawnOutput.Builder::build).toList();
        bySpawn.clear();
        lines = 0;
        characters = 0;
        return all;
    }

    /** What was taken did not arrive: of that, too, only the number is told. */
    public synchronized void lost(List<SpawnOutput> taken) {
        for (SpawnOutput output : taken) {
            long task = output.getLinesCount() > 0 ? output.getLines(0).getTask() : output.getOmittedTask();
            SpawnOutput.Builder again = of(output.getSpawn());
            again.setOmitted(again.getOmitted() + output.getOmitted() + output.getLinesCount())
                    .setOmittedTask(task);
        }
    }
}
