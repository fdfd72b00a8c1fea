package org.hpvm.yarn.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.container.kernel.LeafPath;
import org.hpvm.container.machine.Machine;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class VerifyPlanTest {
    private static final Machine FAST = machine("x86_64", "x86-64-v3", "x86-64-v2");
    private static final Machine OLD = machine("x86_64");
    private static final Machine ARM = machine("aarch64");

    @Test
    void everyLeafRunsOnEveryMachineThatCanRunItGenericOnesFirst() {
        VerifyPlan plan = VerifyPlan.of(
                tree("x86_64/linux/x86-64-v3", "x86_64/linux/generic", "any/jvm/generic", "aarch64/linux/generic"),
                Map.of("new", FAST, "old", OLD, "palm", ARM));

        assertThat(plan.runs().stream().map(VerifyPlan.Run::toString))
                .containsExactly(
                        "aarch64/linux/generic on palm",
                        "x86_64/linux/generic on new",
                        "x86_64/linux/generic on old",
                        "any/jvm/generic on new",
                        "any/jvm/generic on old",
                        "any/jvm/generic on palm",
                        "x86_64/linux/x86-64-v3 on new");
        assertThat(plan.whyNotByLeaf()).isEmpty();
    }

    @Test
    void aLeafThatNoMachineCanRunIsListedWithTheReasons() {
        VerifyPlan plan = VerifyPlan.of(
                tree("x86_64/linux/generic", "x86_64/linux/x86-64-v4", "s390x/linux/generic"), Map.of("new", FAST));

        assertThat(plan.whyNotByLeaf())
                .containsEntry(LeafPath.parse("s390x/linux/generic"), "no machine here is s390x/linux")
                .containsEntry(
                        LeafPath.parse("x86_64/linux/x86-64-v4"),
                        "new: the machine lacks instructions of x86-64-v4; it has x86-64-v3");
    }

    private static Machine machine(String architecture, String... levels) {
        return new Machine(architecture, "linux", "6.1", List.of(levels), 2, new ByteSize(1 << 30));
    }

    private static KernelTree tree(String... leaves) {
        return new KernelTree(
                "tree",
                Stream.of(leaves)
                        .map(path -> new Leaf(LeafPath.parse(path), "0".repeat(64), 1))
                        .toList());
    }
}
