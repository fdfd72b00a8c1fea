package org.hpvm.container.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.fault.Fault.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that a test injects into one agent. Without a plan, and so in production, steps are not watched at all.
 *
 * <p>The plan is in the system property {@code hpvm.faults}, its faults separated by a plus sign. Each fault that has
 * happened leaves a file of its name in the directory {@code hpvm.faults.happened}: a test whose fault did not happen
 * proves nothing.
 */
public final class FaultPlan {
    private static final Logger LOG = LoggerFactory.getLogger(FaultPlan.class);
    private static final int KILLED = 137;

    private final List<Fault> faults;
    private final Path happened;
    private final Map<Step, Integer> times = new EnumMap<>(Step.class);

    /** A step of the commit. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    FaultPlan(List<Fault> faults, Path happened) {
        this.faults = List.copyOf(faults);
        this.happened = happened;
    }

    /** The plan of this process for an agent. */
    public static FaultPlan ofAgent(long agent) {
        List<Fault> faults = new ArrayList<>();
        for (String text : System.getProperty("hpvm.faults", "").split("\\+", -1)) {
            if (!text.isBlank()) {
                Fault fault = Fault.parse(text);
                if (fault.agent() == agent) {
                    faults.add(fault);
                }
            }
        }
        return new FaultPlan(faults, Path.of(System.getProperty("hpvm.faults.happened", "")));
    }

    /** Does a step's work, and what the plan has before and after it. */
    public void around(Step before, Work work, Step after) throws IOException {
        if (faults.isEmpty()) {
            work.run();
            return;
        }
        reach(before, work);
        work.run();
        reach(after, work);
    }

    private void reach(Step step, Work work) throws IOException {
        int time = times.merge(step, 1, Integer::sum);
        Optional<Fault> due = faults.stream()
                .filter(fault -> fault.step() == step && fault.nth() == time)
                .findFirst();
        if (due.isPresent()) {
            LOG.warn("the plan's fault {} happens", due.get());
            Files.createFile(happened.resolve(due.get().toString()));
            act(due.get(), work);
        }
    }

    private static void act(Fault fault, Work work) throws IOException {
        switch (fault.action()) {
            case DIE -> Runtime.getRuntime().halt(KILLED);
            case FAIL -> throw new IOException("the plan's fault " + fault);
            case REPEAT -> work.run();
        }
    }
}
