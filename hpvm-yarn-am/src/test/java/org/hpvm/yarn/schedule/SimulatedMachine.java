package org.hpvm.yarn.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hpvm.model.IdRange;

/** One machine of a simulated cluster, from its first lease to its death. */
final class SimulatedMachine {
    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

    private final SimulatedCluster cluster;
    private final Random random;
    private final int agent;
    private final int processors;
    private final double failing;
    private final boolean mayBeUnable;
    private final Deque<Task> queue = new ArrayDeque<>();
    private double slowness;
    private int busy;
    private long nextReport;
    private long hangsUntil;
    private boolean gone;
    private boolean leaving;
    private boolean unable;

    private record Task(long spawn, long id) {}

    SimulatedMachine(SimulatedCluster cluster, int agent) {
        this.cluster = cluster;
        this.random = cluster.random();
        this.agent = agent;
        this.processors = 1 + random.nextInt(4);
        this.failing = random.nextInt(8) == 0 ? random.nextDouble() : random.nextInt(4) == 0 ? 0.01 : 0;
        this.mayBeUnable = random.nextInt(10) == 0;
        changeSpeed();
    }

    int agent() {
        return agent;
    }

    int processors() {
        return processors;
    }

    boolean isGone() {
        return gone;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isAble() {
        return !gone && !leaving && !unable;
    }

    /** As fast as its peers, or up to 30 times slower. */
    void changeSpeed() {
        slowness = Math.pow(30, random.nextDouble() * random.nextDouble());
    }

    void die() {
        gone = true;
    }

    void leave() {
        leaving = true;
        report(0, List::of);
    }

    void hang(long nanoseconds) {
        hangsUntil = cluster.now() + nanoseconds;
    }

    private interface Answer {
        List<IdRange> tasks();
    }

    /** Says something, after a while, in order, and sometimes twice; also when it has died meanwhile. */
    private void say(Runnable what) {
        long delay = random.nextInt(50) == 0 ? random.nextInt(3000) : random.nextInt(20);
        nextReport = Math.max(nextReport, Math.max(hangsUntil, cluster.now()) + delay * MILLISECOND);
        cluster.after(nextReport - cluster.now(), what);
    }

    private void report(long spawn, Answer answer) {
        say(() -> cluster.returned(agent, spawn, answer.tasks()));
    }

    /** Does something unless it hangs or has died. */
    private void act(Runnable what) {
        cluster.after(Math.max(random.nextInt(3) * MILLISECOND, hangsUntil - cluster.now()), () -> {
            if (!gone) {
                what.run();
            }
        });
    }

    void lease(long spawn, List<IdRange> tasks) {
        act(() -> {
            unable |= mayBeUnable && random.nextInt(3) == 0;
            if (unable) {
                say(() -> cluster.unable(agent, spawn));
                return;
            }
            for (IdRange range : tasks) {
                for (long task = range.start(); task < range.end(); task++) {
                    queue.add(new Task(spawn, task));
                }
            }
            begin();
        });
    }

    void revoke(long spawn, IdRange tasks) {
        act(() -> {
            List<IdRange> given = drop(spawn, tasks);
            report(spawn, () -> given);
        });
    }

    void cancel(long spawn, IdRange tasks) {
        act(() -> drop(spawn, tasks));
    }

    private List<IdRange> drop(long spawn, IdRange tasks) {
        List<IdRange> dropped = new ArrayList<>();
        queue.removeIf(task -> {
            boolean isMeant = task.spawn() == spawn && task.id() >= tasks.start() && task.id() < tasks.end();
            if (isMeant) {
                dropped.add(new IdRange(task.id(), task.id() + 1));
            }
            return isMeant;
        });
        return dropped;
    }

    private void begin() {
        while (busy < processors && !queue.isEmpty()) {
            Task task = queue.remove();
            long takes = (long) (cluster.meanTask() * slowness * (0.5 + random.nextDouble()));
            busy++;
            cluster.after(takes, () -> end(task, takes));
        }
    }

    private void end(Task task, long took) {
        if (hangsUntil > cluster.now()) {
            cluster.after(hangsUntil - cluster.now(), () -> end(task, took));
            return;
        }
        if (gone) {
            return;
        }
        busy--;
        IdRange one = new IdRange(task.id(), task.id() + 1);
        if (random.nextDouble() < failing && !cluster.isCalm()) {
            say(() -> cluster.failed(agent, task.spawn(), task.id()));
        } else {
            say(() -> cluster.done(agent, task.spawn(), one, took));
            if (random.nextInt(20) == 0) {
                say(() -> cluster.done(agent, task.spawn(), one, took));
            }
        }
        begin();
    }
}
