package org.hpvm.examples.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.process.ProcessCluster;

/** Does to a process what a {@link Fault} says; which process, and for how long, chance decides. */
record Blows(ProcessCluster cluster, Random random) {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int LONGEST_DEATH_MILLISECONDS = 1000;
    private static final int SHORTEST_STANDSTILL_MILLISECONDS = 500;
    /** Of a process of the application: sometimes longer than it takes until others give it up. */
    private static final int LONGEST_STANDSTILL_MILLISECONDS = 9000;

    private static final int LONGEST_STANDSTILL_OF_DAEMON_MILLISECONDS = 3000;

    /**
     * Strikes.
     *
     * @return what it did, in words
     * @throws IOException if there is nothing to strike
     */
    String strike(Fault fault) throws IOException, InterruptedException {
        return fault.process().isPresent() ? strike(fault, fault.process().get()) : strikeDaemon(fault);
    }

    private String strikeDaemon(Fault fault) throws IOException, InterruptedException {
        List<String> daemons = cluster.daemons().stream()
                .filter(name -> name.startsWith(fault.daemon()))
                .toList();
        String daemon = daemons.get(random.nextInt(daemons.size()));
        int milliseconds;
        if (fault.isPause()) {
            milliseconds = standstill(LONGEST_STANDSTILL_OF_DAEMON_MILLISECONDS);
            cluster.pause(daemon);
            Thread.sleep(milliseconds);
            cluster.resume(daemon);
        } else {
            milliseconds = random.nextInt(LONGEST_DEATH_MILLISECONDS);
            cluster.kill(daemon);
            Thread.sleep(milliseconds);
            cluster.restart(daemon);
        }
        return fault + " (" + daemon + ", " + milliseconds + " ms)";
    }

    private String strike(Fault fault, Processes.Kind kind) throws IOException, InterruptedException {
        ProcessHandle victim = victim(fault, kind);
        if (!fault.isPause()) {
            Processes.signal("KILL", victim);
            Deadline.in(LIMIT).require("the end of " + victim.pid(), () -> "it lives", () -> !victim.isAlive());
            return fault + " (" + victim.pid() + ")";
        }
        int milliseconds = standstill(LONGEST_STANDSTILL_MILLISECONDS);
        Processes.signal("STOP", victim);
        Thread.sleep(milliseconds);
        if (victim.isAlive()) {
            Processes.signal("CONT", victim);
        }
        return fault + " (" + victim.pid() + ", " + milliseconds + " ms)";
    }

    private ProcessHandle victim(Fault fault, Processes.Kind kind) throws IOException, InterruptedException {
        Processes processes = new Processes(cluster::processes);
        Deadline.in(LIMIT)
                .require(
                        "a victim of " + fault,
                        cluster::tails,
                        () -> !processes.alive(kind).isEmpty());
        List<ProcessHandle> alive = processes.alive(kind);
        return alive.isEmpty() ? victim(fault, kind) : alive.get(random.nextInt(alive.size()));
    }

    private int standstill(int longest) {
        return SHORTEST_STANDSTILL_MILLISECONDS + random.nextInt(longest - SHORTEST_STANDSTILL_MILLISECONDS);
    }
}
