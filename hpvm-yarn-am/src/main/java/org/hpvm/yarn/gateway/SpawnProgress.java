package org.hpvm.yarn.gateway;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a spawn is.
 *
 * @param elapsed since it was asked for
 * @param machinesByLeaf how many machines have run tasks of each leaf
 */
public record SpawnProgress(long done, long tasks, Duration elapsed, Map<String, Integer> machinesByLeaf) {
    public SpawnProgress {
        if (tasks < 1 || done < 0 || done > tasks || elapsed.isNegative()) {
            throw new IllegalArgumentException(done + " of " + tasks + " tasks after " + elapsed);
        }
        machinesByLeaf = Collections.unmodifiableMap(new TreeMap<>(machinesByLeaf));
    }
}
