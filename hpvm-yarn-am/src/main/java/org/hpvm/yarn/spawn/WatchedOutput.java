package org.hpvm.yarn.spawn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.hpvm.container.output.LineBudget;
import org.hpvm.proto.agent.OutputLine;
import org.hpvm.proto.agent.SpawnOutput;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.PrintedLine;

/**
 * What the tasks of a spawn print, on its way to the parent's side: no more than may be shown, and of what may not, the
 * number. A line is held until it has arrived. Not thread-safe; owned by the server's loop.
 */
final class WatchedOutput {
    private static final int MOST_HELD = 10_000;
    private static final int MOST_CHARACTERS = 1 << 20;

    private final LineBudget budget;
    private final long source;
    private final Deque<PrintedLine> held = new ArrayDeque<>();
    private int characters;
    private long arrived;
    private long omitted;
    private long omittedTask;

    /** @param linesPerSecond 0: nobody watches */
    WatchedOutput(int linesPerSecond, long nowNanoseconds) {
        this.budget = new LineBudget(linesPerSecond, nowNanoseconds);
        this.source = new SplittableRandom().nextLong() | 1;
    }

    void add(String machine, SpawnOutput output, long nowNanoseconds) {
        for (OutputLine line : output.getLinesList()) {
            boolean isRoom = held.size() < MOST_HELD && characters < MOST_CHARACTERS;
            if (isRoom && budget.take(line.getTask(), nowNanoseconds)) {
                held.addLast(PrintedLine.newBuilder()
                        .setMachine(machine)
                        .setTask(line.getTask())
                        .setText(line.getText())
                        .build());
                characters += line.getText().length();
            } else {
                omit(1, line.getTask());
            }
        }
        if (output.getOmitted() > 0) {
            omit(output.getOmitted(), output.getOmittedTask());
        }
    }

    private void omit(long lines, long task) {
        omitted += lines;
        omittedTask = task;
    }

    /** Whether there is more than has arrived. */
    boolean hasAfter(AwaitRequest request) {
        return arrived + held.size() > received(request);
    }

    /** What has arrived from an earlier attempt of the server does not count. */
    private long received(AwaitRequest request) {
        return request.getOutputSource() == source ? request.getOutput() : 0;
    }

    /** Puts what has not arrived into a reply. */
    void putInto(AwaitReply.Builder reply, AwaitRequest request) {
        while (arrived < received(request) && !held.isEmpty()) {
            characters -= held.removeFirst().getText().length();
            arrived++;
        }
        reply.addAllOutput(held).setOutputSource(source).setOmitted(omitted).setOmittedTask(omittedTask);
    }
}
