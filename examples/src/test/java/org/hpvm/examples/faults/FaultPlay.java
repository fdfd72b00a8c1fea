package org.hpvm.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hpvm.minicluster.Deadline;
import org.hpvm.minicluster.process.ProcessCluster;

/**
 * An application that computes while one thing after the other dies, at moments that a seed decides. After each volley
 * of faults a spawn must come to its end, so that they have surely been got over; a fault that finds nothing to strike
 * fails the play.
 */
final class FaultPlay {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LONGEST_PAUSE_MILLISECONDS = 1000;

    private final ProcessCluster cluster;
    private final LongProgram program;
    private final long seed;
    private final Random random;
    private final Blows blows;
    private final List<String> struck = new ArrayList<>();

    FaultPlay(ProcessCluster cluster, LongProgram program, long seed) {
        this.cluster = cluster;
        this.program = program;
        this.seed = seed;
        this.random = new Random(seed);
        this.blows = new Blows(cluster, random);
    }

    /**
     * Plays; fails if the answer is wrong, or anything is left behind.
     *
     * @param volleys what is struck shortly one after the other
     */
    void run(List<List<Fault>> volleys) throws InterruptedException {
        try (RunningCommand run = program.start(cluster.confDirectory(), "-D", "hpvm.agent.timeout=6s")) {
            awaitRounds(run, 1, "the beginning");
            for (List<Fault> volley : volleys) {
                strike(volley, run);
            }
            program.end();
            assertThat(run.await(LIMIT)).as(run.err()).isZero();
            program.requireRight(run);
            Remains.requireNone(cluster);
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ", after " + struck + ": " + e.getMessage(), e);
        }
    }

    private void strike(List<Fault> volley, RunningCommand run) throws IOException, InterruptedException {
        long before = program.done(run);
        for (Fault fault : volley) {
            Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLISECONDS));
            assertThat(run.process().isAlive())
                    .as("%s comes after the end and proves nothing: %s", fault, run.err())
                    .isTrue();
            struck.add(blows.strike(fault));
        }
        cluster.awaitUp();
        // The round under way may have been about to end.
        awaitRounds(run, before + 2, volley.toString());
    }

    private void awaitRounds(RunningCommand run, long wanted, String after) throws IOException, InterruptedException {
        Deadline.in(LIMIT).require("round " + wanted + " after " + after, () -> said(run), () -> {
            if (!run.process().isAlive()) {
                throw new IOException("the application ends after " + after + ": " + said(run));
            }
            return program.done(run) >= wanted;
        });
    }

    private String said(RunningCommand run) {
        try {
            return run.err() + "\n" + cluster.tails();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
