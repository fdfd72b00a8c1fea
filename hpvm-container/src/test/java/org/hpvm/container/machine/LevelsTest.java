package org.hpvm.container.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelsTest {
    private static final Set<String> V2 = Set.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3");
    private static final Set<String> V3 = Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave");
    private static final Set<String> V4 = Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");

    @Test
    void aFullProcessorHasEveryLevelBestFirst() {
        assertThat(Levels.of("x86_64", union(V2, V3, V4))).containsExactly("x86-64-v4", "x86-64-v3", "x86-64-v2");
    }

    @Test
    void aMachineSaidToHaveALevelHasThoseThatItContains() {
        assertThat(Levels.within("x86_64", List.of("x86-64-v3"))).containsExactly("x86-64-v3", "x86-64-v2");
        assertThat(Levels.within("x86_64", List.of("generic"))).isEmpty();
        assertThat(Levels.within("mips", List.of("r5", "r2"))).containsExactly("r5", "r2");
    }

    @Test
    void anOldProcessorHasNone() {
        assertThat(Levels.of("x86_64", Set.of("fpu", "sse2"))).isEmpty();
    }

    @Test
    void aLevelContainsThoseBeforeIt() {
        assertThat(Levels.of("x86_64", union(V2, V4))).containsExactly("x86-64-v2");
        assertThat(Levels.of("x86_64", V3)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"})
    void oneMissingFlagTakesTheLevelAway(String flag) {
        Set<String> flags = union(V2, V3, V4);
        flags.remove(flag);

        assertThat(Levels.of("x86_64", flags)).containsExactly("x86-64-v2");
    }

    @Test
    void armLevelsAreReadFromItsFeatures() {
        assertThat(Levels.of("aarch64", Set.of("atomics", "asimdrdm", "crc32", "dcpop", "sve")))
                .containsExactly("sve", "armv8.2-a", "armv8.1-a");
        assertThat(Levels.of("aarch64", union(V2, V3))).isEmpty();
    }

    @Test
    void anArchitectureWithoutLevelsHasNone() {
        assertThat(Levels.of("mips", V2)).isEmpty();
        assertThat(Levels.all("mips")).isEmpty();
    }

    @Test
    void levelsOfZPowerAndRiscvAreReadFromTheirFlags() {
        assertThat(Levels.of("s390x", Set.of("zarch", "vx", "vxe"))).containsExactly("z14", "z13");
        assertThat(Levels.of("ppc64le", Set.of("arch_2_07", "arch_3_00"))).containsExactly("power9", "power8");
        assertThat(Levels.of("riscv64", Set.of("i", "m", "a", "f", "d", "c", "v")))
                .containsExactly("rv64gcv");
    }

    @Test
    void namesEveryLevelLowestFirst() {
        assertThat(Levels.all("x86_64")).containsExactly("x86-64-v2", "x86-64-v3", "x86-64-v4");
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> union = new HashSet<>();
        for (Set<String> set : sets) {
            union.addAll(set);
        }
        return union;
    }
}
