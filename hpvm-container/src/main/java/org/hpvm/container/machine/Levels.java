package org.hpvm.container.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which optimization levels a processor has, from its flags, never from its name.
 *
 * <p>Each level of an architecture contains those before it. x86 levels are those of the x86-64 psABI; all flags have
 * the names that the Linux kernel gives them ({@code pni} is SSE3, {@code abm} LZCNT). Levels of POWER and z are named
 * as compilers name them in {@code -mcpu} and {@code -march}.
 */
public final class Levels {
    private static final Map<String, List<Level>> LOWEST_FIRST_BY_ARCHITECTURE = Map.of(
            "x86_64",
            List.of(
                    new Level("x86-64-v2", "cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
                    new Level("x86-64-v3", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
                    new Level("x86-64-v4", "avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl")),
            "aarch64",
            List.of(
                    new Level("armv8.1-a", "atomics", "asimdrdm", "crc32"),
                    new Level("armv8.2-a", "dcpop"),
                    new Level("sve", "sve")),
            "riscv64",
            List.of(new Level("rv64gcv", "v")),
            "s390x",
            List.of(
                    new Level("z13", "vx"),
                    new Level("z14", "vxe"),
                    new Level("z15", "vxe2"),
                    new Level("z16", "nnpa")),
            "ppc64",
            power(),
            "ppc64le",
            power());

    private record Level(String name, Set<String> flags) {
        Level(String name, String... flags) {
            this(name, Set.of(flags));
        }
    }

    private Levels() {}

    private static List<Level> power() {
        return List.of(
                new Level("power8", "arch_2_07"), new Level("power9", "arch_3_00"), new Level("power10", "arch_3_1"));
    }

    /**
     * The levels that the flags make up, best first; empty for an architecture without levels here.
     *
     * @param flags as {@link MachineProbe} finds them
     */
    public static List<String> of(String architecture, Set<String> flags) {
        List<String> levels = new ArrayList<>();
        boolean complete = true;
        for (Level level : LOWEST_FIRST_BY_ARCHITECTURE.getOrDefault(architecture, List.of())) {
            complete &= flags.containsAll(level.flags());
            if (complete) {
                levels.add(level.name());
            }
        }
        Collections.reverse(levels);
        return levels;
    }

    /** Every level of an architecture, lowest first. */
    public static List<String> all(String architecture) {
        return LOWEST_FIRST_BY_ARCHITECTURE.getOrDefault(architecture, List.of()).stream()
                .map(Level::name)
                .toList();
    }

    /**
     * What a machine has that is said to have some levels: each with those that it contains, best first. A level that
     * has no place in an order here stands for itself; {@code generic} is no level.
     */
    public static List<String> within(String architecture, List<String> named) {
        List<String> order = all(architecture);
        int best = named.stream().mapToInt(order::indexOf).max().orElse(-1);
        List<String> levels = new ArrayList<>(order.subList(0, best + 1));
        Collections.reverse(levels);
        for (String name : named) {
            if (!levels.contains(name) && !name.equals("generic")) {
                levels.add(name);
            }
        }
        return levels;
    }
}
