package org.hpvm.sdk;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a spawn asks for beyond its tree and tasks, as keys and values that the gateway checks.
 *
 * @param values by key
 */
public record SpawnOptions(Map<String, String> values) {
    /** Nothing beyond the defaults. */
    public static final SpawnOptions NONE = new SpawnOptions(Map.of());

    /** Copies what it is given. */
    public SpawnOptions {
        values = Map.copyOf(values);
    }

    /** The same with one more option, or another value for one. */
    public SpawnOptions with(String key, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value);
        return new SpawnOptions(more);
    }
}
