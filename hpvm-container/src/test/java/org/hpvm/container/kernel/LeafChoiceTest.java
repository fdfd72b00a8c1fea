package org.hpvm.container.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.hpvm.container.machine.Machine;
import org.hpvm.model.ByteSize;
import org.junit.jupiter.api.Test;

class LeafChoiceTest {
    private static final KernelTree TREE = tree(
            "any/jvm/generic",
            "aarch64/linux/generic",
            "x86_64/linux/generic",
            "x86_64/linux/x86-64-v2",
            "x86_64/linux/x86-64-v4",
            "x86_64/windows/generic");

    @Test
    void triesTheDeepestLevelFirstThenGenericThenJava() {
        Machine machine = machine("x86_64", "x86-64-v4", "x86-64-v3", "x86-64-v2");

        assertThat(chosen(TREE, machine))
                .containsExactly(
                        "x86_64/linux/x86-64-v4", "x86_64/linux/x86-64-v2", "x86_64/linux/generic", "any/jvm/generic");
    }

    @Test
    void leavesOutLevelsThatTheMachineDoesNotHave() {
        assertThat(chosen(TREE, machine("x86_64", "x86-64-v2")))
                .containsExactly("x86_64/linux/x86-64-v2", "x86_64/linux/generic", "any/jvm/generic");
    }

    @Test
    void aMachineWithoutLevelsTakesGeneric() {
        assertThat(chosen(TREE, machine("aarch64"))).containsExactly("aarch64/linux/generic", "any/jvm/generic");
    }

    @Test
    void aMachineThatNobodyBuiltForTakesJava() {
        assertThat(chosen(TREE, machine("s390x"))).containsExactly("any/jvm/generic");
    }

    @Test
    void aMachineThatNobodyBuiltForCannotRunATreeWithoutJava() {
        assertThat(chosen(tree("x86_64/linux/generic"), machine("s390x"))).isEmpty();
    }

    @Test
    void aTreeWithoutAGenericLeafCannotBeMade() {
        assertThatThrownBy(() -> tree("x86_64/linux/x86-64-v2")).hasMessageContaining("has no leaf \"generic\"");
    }

    private static List<String> chosen(KernelTree tree, Machine machine) {
        return LeafChoice.candidates(tree, machine).stream()
                .map(leaf -> leaf.path().toString())
                .toList();
    }

    private static KernelTree tree(String... paths) {
        return new KernelTree(
                "tree",
                Arrays.stream(paths)
                        .map(path -> new Leaf(LeafPath.parse(path), "0".repeat(64), 1))
                        .toList());
    }

    private static Machine machine(String architecture, String... levels) {
        return new Machine(architecture, "linux", "6.1", List.of(levels), 4, new ByteSize(1L << 30));
    }
}
