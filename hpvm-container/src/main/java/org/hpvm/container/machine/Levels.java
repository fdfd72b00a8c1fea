package org.hpvm.container.machine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which optimization levels a processor has, from its flags, never from its name.
 *
 * <p>Each level of an architecture contains those before it. x86 levels are those of the x86-64 psABI, under the names
 * the Linux kernel gives the flags ({@code pni} is SSE3, {@code abm} LZCNT).
 */
public final class Levels {
    private static final Map<String, Map<String, Set<String>>> FLAGS_BY_ARCHITECTURE = Map.of(
            "x86_64",
            inOrder(
                    "x86-64-v2", Set.of("cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3"),
                    "x86-64-v3", Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
                    "x86-64-v4", Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl")),
            "aarch64",
            inOrder(
                    "armv8.1-a", Set.of("atomics", "asimdrdm", "crc32"),
                    "armv8.2-a", Set.of("dcpop"),
                    "sve", Set.of("sve")));

    private Levels() {}

    /**
     * The levels that the flags make up, best first; empty for an architecture without levels here.
     *
     * @param flags as {@code /proc/cpuinfo} names them
     */
    public static List<String> of(String architecture, Set<String> flags) {
        List<String> levels = new ArrayList<>();
        boolean complete = true;
        for (Map.Entry<String, Set<String>> level :
                FLAGS_BY_ARCHITECTURE.getOrDefault(architecture, Map.of()).entrySet()) {
            complete &= flags.containsAll(level.getValue());
            if (complete) {
                levels.add(level.getKey());
            }
        }
        Collections.reverse(levels);
        return levels;
    }

    /** Every level of an architecture, lowest first. */
    public static List<String> all(String architecture) {
        return List.copyOf(
                FLAGS_BY_ARCHITECTURE.getOrDefault(architecture, Map.of()).keySet());
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

    private static Map<String, Set<String>> inOrder(
            String first,
            Set<String> firstFlags,
            String second,
            Set<String> secondFlags,
            String third,
            Set<String> thirdFlags) {
        Map<String, Set<String>> levels = new LinkedHashMap<>();
        levels.put(first, firstFlags);
        levels.put(second, secondFlags);
        levels.put(third, thirdFlags);
        return Collections.unmodifiableMap(levels);
    }
}
