package org.hpvm.container.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hpvm.container.fault.Fault.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultPlanTest {
    @TempDir
    private Path happened;

    private final List<String> done = new ArrayList<>();

    private void report(FaultPlan plan) throws IOException {
        plan.around(Step.BEFORE_REPORT, () -> done.add("report"), Step.AFTER_REPORT);
    }

    private FaultPlan plan(String fault) {
        return new FaultPlan(List.of(Fault.parse(fault)), happened);
    }

    @Test
    void withoutFaultsTheWorkIsDoneAndNothingElse() throws IOException {
        report(FaultPlan.ofAgent(1));

        assertThat(done).containsExactly("report");
    }

    @Test
    void aFaultHappensAtItsStepAndTimeAndLeavesItsName() throws IOException {
        FaultPlan plan = plan("before-report:fail:1:2");

        report(plan);

        assertThatThrownBy(() -> report(plan)).hasMessage("the plan's fault before-report:fail:1:2");
        assertThat(done).containsExactly("report");
        assertThat(happened.resolve("before-report:fail:1:2")).exists();
        report(plan);
        assertThat(done).hasSize(2);
    }

    @Test
    void anAnswerThatIsLostMeansThatTheCallIsMadeOnceMore() throws IOException {
        report(plan("after-report:repeat:3:1"));

        assertThat(done).containsExactly("report", "report");
        assertThat(happened.resolve("after-report:repeat:3:1")).exists();
    }

    @Test
    void whatIsNoFaultIsRefused() {
        assertThatThrownBy(() -> Fault.parse("after-flush:die")).hasMessageContaining("not a fault such as");
        assertThatThrownBy(() -> Fault.parse("after-lunch:die:1:1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.parse("after-flush:die:1:0")).hasMessageContaining("count from 1");
    }
}
