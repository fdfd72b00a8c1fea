package org.hpvm.yarn.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelPlanTest {
    private static ClusterFacts cluster(Set<String> accessible, MachineFacts... machines) {
        return new ClusterFacts(List.of(machines), new QueueAccess("default", accessible, Set.of()));
    }

    @Test
    void addsTheLabelsThatAreMissingAndMovesTheMachinesThatAreElsewhere() {
        ClusterFacts cluster = cluster(
                Set.of("*"),
                new MachineFacts("a", "x86_64", Map.of()),
                new MachineFacts("b", "", Map.of()),
                new MachineFacts("c", "x86_64", Map.of()));

        LabelPlan plan =
                LabelPlan.of(cluster, Set.of("x86_64"), Map.of("a", "x86_64", "b", "s390x", "c", "aarch64"), false);

        assertThat(plan.commands())
                .containsExactly(
                        List.of("-addToClusterNodeLabels", "aarch64(exclusive=false),s390x(exclusive=false)"),
                        List.of("-replaceLabelsOnNode", "b=s390x c=aarch64"));
    }

    @Test
    void aMachineIsKnownByItsAttributeUnlessItIsTold() {
        ClusterFacts cluster = cluster(
                Set.of("*"),
                new MachineFacts("a", "", Map.of("arch", "riscv64")),
                new MachineFacts("b", "", Map.of("arch", "riscv64")),
                new MachineFacts("c", "", Map.of()));

        LabelPlan plan = LabelPlan.of(cluster, Set.of(), Map.of("b", "s390x"), true);

        assertThat(plan.labelByHost()).isEqualTo(Map.of("a", "riscv64", "b", "s390x"));
        assertThat(plan.unknown()).containsExactly("c");
        assertThat(plan.commands().get(0)).contains("riscv64(exclusive=true),s390x(exclusive=true)");
    }

    @Test
    void aClusterInOrderNeedsNothing() {
        ClusterFacts cluster = cluster(Set.of("x86_64"), new MachineFacts("a", "x86_64", Map.of()));

        LabelPlan plan = LabelPlan.of(cluster, Set.of("x86_64"), Map.of("a", "x86_64"), false);

        assertThat(plan.isNothingToDo()).isTrue();
        assertThat(plan.commands()).isEmpty();
        assertThat(plan.closed()).isEmpty();
    }

    @Test
    void saysWhatTheQueueLacks() {
        ClusterFacts cluster = cluster(Set.of(), new MachineFacts("a", "", Map.of()));

        LabelPlan plan = LabelPlan.of(cluster, Set.of(), Map.of("a", "s390x"), false);

        assertThat(plan.closed()).containsExactly("s390x");
        assertThat(plan.queueSettings("default"))
                .contains(
                        "yarn.scheduler.capacity.root.default.accessible-node-labels=*",
                        "yarn.scheduler.capacity.root.default.accessible-node-labels.s390x.capacity=100");
    }
}
