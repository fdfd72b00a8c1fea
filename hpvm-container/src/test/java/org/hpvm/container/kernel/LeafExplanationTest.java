package org.hpvm.container.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.hpvm.container.machine.Machine;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class LeafExplanationTest {
    private static final KernelTree TREE = tree(
            "aarch64/linux/generic",
            "any/jvm/generic",
            "x86_64/linux/generic",
            "x86_64/linux/tuned",
            "x86_64/linux/x86-64-v2",
            "x86_64/linux/x86-64-v3",
            "x86_64/linux/x86-64-v4",
            "x86_64/windows/generic");

    @Test
    void givesEveryLeafItsRankAndItsReason() {
        assertThat(explained(machine("x86_64", "linux", "x86-64-v3", "x86-64-v2")))
                .containsExactly(
                        "1 x86_64/linux/x86-64-v3: the best level that the machine has",
                        "2 x86_64/linux/x86-64-v2: would run, but comes after x86_64/linux/x86-64-v3",
                        "3 x86_64/linux/generic: would run, but comes after x86_64/linux/x86-64-v2",
                        "4 any/jvm/generic: would run, but comes after x86_64/linux/generic",
                        "0 aarch64/linux/generic: made for aarch64, and the machine is x86_64",
                        "0 x86_64/linux/tuned: \"tuned\" is no level that is known for x86_64;"
                                + " known are x86-64-v2, x86-64-v3, x86-64-v4",
                        "0 x86_64/linux/x86-64-v4: the machine lacks instructions of x86-64-v4; it has x86-64-v3",
                        "0 x86_64/windows/generic: made for windows, and the machine runs linux");
    }

    @Test
    void aMachineWithoutALevelRunsTheGenericLeaf() {
        assertThat(explained(machine("aarch64", "linux")))
                .startsWith("1 aarch64/linux/generic: the tree has no better level for this machine");
    }

    @Test
    void aMachineThatNoNativeLeafFitsRunsJava() {
        assertThat(explained(machine("riscv64", "linux")))
                .startsWith("1 any/jvm/generic: the only one that runs here")
                .contains("0 aarch64/linux/generic: made for aarch64, and the machine is riscv64");
    }

    @Test
    void theRankedLeavesAreThoseThatAreTried() {
        Machine machine = machine("x86_64", "linux", "x86-64-v4", "x86-64-v3", "x86-64-v2");

        assertThat(LeafExplanation.of(TREE, machine).stream()
                        .filter(explanation -> explanation.rank() > 0)
                        .map(LeafExplanation::leaf))
                .isEqualTo(LeafChoice.candidates(TREE, machine).stream()
                        .map(Leaf::path)
                        .toList());
    }

    private static List<String> explained(Machine machine) {
        return LeafExplanation.of(TREE, machine).stream()
                .map(found -> found.rank() + " " + found.leaf() + ": " + found.reason())
                .toList();
    }

    private static Machine machine(String architecture, String os, String... levels) {
        return new Machine(architecture, os, "1", List.of(levels), 1, new ByteSize(1));
    }

    private static KernelTree tree(String... paths) {
        return new KernelTree(
                "tree",
                Arrays.stream(paths)
                        .map(path -> new Leaf(LeafPath.parse(path), "0".repeat(64), 1))
                        .toList());
    }
}
