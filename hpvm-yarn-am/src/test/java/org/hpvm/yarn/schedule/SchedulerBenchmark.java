package org.hpvm.yarn.schedule;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.hpvm.dfs.journal.JournalWriter;
import org.hpvm.model.IdRange;
import org.hpvm.proto.agent.LeafUse;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.journal.JournalEntry;

/**
 * Plays a great cluster against the real scheduler and the real journal, and says how much work of one core and how
 * much heap that is: {@code SchedulerBenchmark [agents] [tasks] [milliseconds a task]}.
 */
public final class SchedulerBenchmark {
    private static final long SPAWN = 1;
    private static final int PROCESSORS = 4;
    private static final long REPORT = TimeUnit.MILLISECONDS.toNanos(50);

    private final Scheduler scheduler = new Scheduler();
    private final Random random = new Random(1);
    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    private final List<Agent> agents;
    private final JournalWriter journal;
    private long decisions;
    private long reports;
    private long journalBytes;
    private long mostHeap;

    private record Turn(long time, int agent) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return Long.compare(time, other.time);
        }
    }

    private static final class Agent {
        private final Deque<IdRange> leased = new ArrayDeque<>();
        private final double nanosecondsPerTask;
        private long sequence;

        Agent(double nanosecondsPerTask) {
            this.nanosecondsPerTask = nanosecondsPerTask;
        }
    }

    private SchedulerBenchmark(int count, double nanosecondsPerTask, JournalWriter journal) {
        this.journal = journal;
        agents = random.doubles(count)
                .mapToObj(part -> new Agent(nanosecondsPerTask * (0.5 + 2 * part)))
                .toList();
    }

    public static void main(String[] words) throws IOException {
        int agents = Integer.parseInt(words.length > 0 ? words[0] : "10000");
        long tasks = Long.parseLong(words.length > 1 ? words[1] : "100000000");
        double milliseconds = Double.parseDouble(words.length > 2 ? words[2] : "10");
        java.nio.file.Path directory = Files.createTempDirectory("scheduler-benchmark");
        try (RawLocalFileSystem files = new RawLocalFileSystem()) {
            files.initialize(URI.create("file:///"), new Configuration(false));
            Path file = new Path(directory.resolve("journal").toUri());
            try (JournalWriter journal = JournalWriter.create(files, file, 1)) {
                new SchedulerBenchmark(agents, milliseconds * 1e6, journal).run(tasks, System.out);
            }
            files.delete(new Path(directory.toUri()), true);
        }
    }

    private void run(long tasks, PrintStream out) {
        long before = cpu();
        for (int agent = 0; agent < agents.size(); agent++) {
            scheduler.agentJoined(agent, PROCESSORS);
            turns.add(new Turn(random.nextLong(REPORT), agent));
        }
        scheduler.spawnOpened(SPAWN, tasks);
        scheduler.argumentsArrived(SPAWN, tasks);
        long now = 0;
        while (!scheduler.isDone(SPAWN)) {
            Turn turn = turns.remove();
            now = turn.time();
            turn(agents.get(turn.agent()), turn.agent());
            decide(now);
            turns.add(new Turn(now + REPORT, turn.agent()));
            if (reports % 100_000 == 0) {
                mostHeap = Math.max(mostHeap, heap());
            }
        }
        double seconds = (cpu() - before) / 1e9;
        out.printf("%d agents of %d processors, %d tasks%n", agents.size(), PROCESSORS, tasks);
        out.printf("time played            %.1f s%n", now / 1e9);
        out.printf("deciding thread's time %.1f s%n", seconds);
        out.printf("reports                %d, %.0f a second%n", reports, reports / seconds);
        out.printf("decisions              %d, %.0f a second%n", decisions, decisions / seconds);
        out.printf("tasks                  %.0f a second%n", tasks / seconds);
        out.printf("second copies          %d%n", scheduler.copiesMade(SPAWN));
        out.printf("journal                %d MB%n", journalBytes >> 20);
        out.printf("heap at most           %d MB%n", mostHeap >> 20);
    }

    /** An agent does what it can in the time of one report, and reports it. */
    private void turn(Agent agent, int number) {
        long most = Math.max(1, (long) (PROCESSORS * REPORT / agent.nanosecondsPerTask));
        SpawnReport.Builder part = SpawnReport.newBuilder().setSpawn(SPAWN);
        long ran = 0;
        while (ran < most && !agent.leased.isEmpty()) {
            IdRange range = agent.leased.removeFirst();
            long end = Math.min(range.end(), range.start() + most - ran);
            if (end < range.end()) {
                agent.leased.addFirst(new IdRange(end, range.end()));
            }
            scheduler.done(number, SPAWN, new IdRange(range.start(), end));
            part.addDone(range.start()).addDone(end - range.start());
            ran += end - range.start();
        }
        if (ran > 0) {
            long busy = (long) (ran * agent.nanosecondsPerTask);
            scheduler.measured(number, SPAWN, ran, Duration.ofNanos(busy));
            part.addUses(LeafUse.newBuilder()
                    .setLeaf("x86_64/linux/generic")
                    .setTasks(ran)
                    .setBusyNanoseconds(busy));
            byte[] entry = JournalEntry.newBuilder()
                    .setReport(ReportRequest.newBuilder()
                            .setAgent(number)
                            .setEpoch(1)
                            .setSequence(++agent.sequence)
                            .addSpawns(part))
                    .build()
                    .toByteArray();
            journalBytes += entry.length;
            var unused = journal.append(entry);
            reports++;
        }
    }

    private void decide(long now) {
        for (Decision decision : scheduler.decide(now)) {
            decisions++;
            Agent agent = agents.get(decision.agent());
            Optional<List<IdRange>> returned = decision.match(
                    assign -> {
                        agent.leased.addAll(assign.tasks());
                        return Optional.empty();
                    },
                    revoke -> Optional.of(agent.leased.stream()
                            .filter(range -> range.start() < revoke.tasks().end()
                                    && revoke.tasks().start() < range.end())
                            .toList()),
                    cancel -> {
                        agent.leased.remove(cancel.tasks());
                        return Optional.empty();
                    });
            returned.ifPresent(ranges -> {
                agent.leased.removeAll(ranges);
                scheduler.returned(decision.agent(), SPAWN, ranges);
            });
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
