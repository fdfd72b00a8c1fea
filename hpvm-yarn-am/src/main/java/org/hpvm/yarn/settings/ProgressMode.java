package org.hpvm.yarn.settings;

import java.util.Locale;
import java.util.stream.Stream;

/** When a run tells how far it is. */
public enum ProgressMode {
    /** In one line that is written anew if a terminal is there, else in a line now and then; not of short spawns. */
    AUTO,
    /** Also of short spawns, and at the end of each. */
    ALWAYS,
    NEVER;

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException naming what there is
     */
    public static ProgressMode parse(String name) {
        return Stream.of(values())
                .filter(mode -> mode.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + name + "\" is none of auto, always, never"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
