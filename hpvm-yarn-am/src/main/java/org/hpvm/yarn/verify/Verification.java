package org.hpvm.yarn.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.HpvmSession;
import org.hpvm.sdk.SpawnOptions;
import org.jspecify.annotations.Nullable;

/**
 * Runs the same tasks on the same shares with each leaf on each machine that can run it, and compares what they merged
 * with what the first run did. Not thread-safe.
 */
public final class Verification {
    /** What says something of a leaf; anything else ends the verification. */
    private static final Set<ErrorCode> OF_THE_LEAF =
            Set.of(ErrorCode.TASK, ErrorCode.NOMACHINE, ErrorCode.CONFLICT, ErrorCode.RANGE, ErrorCode.NOSHARE);

    private final Work work;
    private final Consumer<Finding> told;
    private final List<Finding> findings = new ArrayList<>();
    private VerifyPlan.@Nullable Run reference;

    /**
     * What is run.
     *
     * @param places how many units in the last place floats may differ by; empty: all bytes must be the same
     */
    public record Work(
            String tree, long tasks, VerifyArguments arguments, List<VerifyShare> shares, Optional<Long> places) {
        public Work {
            shares = List.copyOf(shares);
        }
    }

    /** @param told hears what came of each run when it has ended */
    public Verification(Work work, Consumer<Finding> told) {
        this.work = work;
        this.told = told;
    }

    /**
     * Runs the plan.
     *
     * @return what came of each run, then the leaves that no machine can run
     * @throws HpvmException with {@code INVALID} if the tasks changed no share, with {@code NOMACHINE} if there was
     *     nothing to compare
     */
    public List<Finding> run(HpvmSession session, VerifyPlan plan) throws IOException, InterruptedException {
        try (VerifiedShares shares = VerifiedShares.of(session, work.shares())) {
            for (VerifyPlan.Run run : plan.runs()) {
                Finding finding = run(session, shares, run);
                findings.add(finding);
                told.accept(finding);
            }
        }
        plan.whyNotByLeaf()
                .forEach((leaf, why) -> findings.add(new Finding(leaf.toString(), "-", Finding.Kind.NOT_RUN, why)));
        return List.copyOf(findings);
    }

    private Finding run(HpvmSession session, VerifiedShares shares, VerifyPlan.Run run)
            throws IOException, InterruptedException {
        shares.reset();
        long began = System.nanoTime();
        try {
            SpawnOptions options =
                    SpawnOptions.NONE.with("leaf", run.leaf().toString()).with("machines", run.machine());
            session.spawn(work.tree(), work.tasks(), work.arguments()::of, options)
                    .join();
        } catch (HpvmException e) {
            if (!OF_THE_LEAF.contains(e.code())) {
                throw e;
            }
            return finding(run, Finding.Kind.FAILED, String.valueOf(e.getMessage()));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (reference != null) {
            return compared(shares, run, reference);
        }
        requireChanged(shares);
        shares.keep();
        reference = run;
        return finding(
                run,
                Finding.Kind.REFERENCE,
                String.format(Locale.ROOT, "%d tasks in %.2f s", work.tasks(), took.toMillis() / 1e3));
    }

    private void requireChanged(VerifiedShares shares) throws IOException {
        if (!shares.isAnyChanged()) {
            throw new HpvmException(
                    ErrorCode.INVALID,
                    "verify kernel tree " + work.tree() + ": its tasks have changed no share, so there is nothing to"
                            + " compare; name what they merge into with --share or --zeros");
        }
    }

    private Finding compared(VerifiedShares shares, VerifyPlan.Run run, VerifyPlan.Run with) throws IOException {
        long places = 0;
        boolean isEqual = true;
        for (VerifiedShare share : shares.all()) {
            Distance distance = share.from(share.kept());
            isEqual &= distance.isNone();
            places = Math.max(places, distance.places());
            if (!distance.isNone()
                    && !(work.places().isPresent()
                            && distance.isWithin(work.places().get()))) {
                return finding(run, Finding.Kind.DIFFERENT, sentence(share.share(), distance, run, with));
            }
        }
        return isEqual ? finding(run, Finding.Kind.EQUAL, "") : finding(run, Finding.Kind.WITHIN, places + " ULP");
    }

    private static String sentence(VerifyShare share, Distance distance, VerifyPlan.Run run, VerifyPlan.Run with) {
        return share.name() + "[" + distance.first() + "] is " + distance.found() + " with " + run + ", and "
                + distance.expected() + " with " + with + "; " + distance.differing() + " of " + distance.elements()
                + " elements differ" + (distance.places() == Distance.FAR ? "" : ", by " + distance.places() + " ULP");
    }

    private static Finding finding(VerifyPlan.Run run, Finding.Kind kind, String detail) {
        return new Finding(run.leaf().toString(), run.machine(), kind, detail);
    }
}
