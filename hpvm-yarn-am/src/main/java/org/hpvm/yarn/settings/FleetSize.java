package org.hpvm.yarn.settings;

import java.time.Duration;

/**
 * How many agents an application has.
 *
 * @param least kept even without work; 0 or more
 * @param most at any time; 1 or more, and no fewer than {@code least}
 * @param idle an agent that had no work for so long is given back
 */
public record FleetSize(int least, int most, Duration idle) {

    public FleetSize {
        if (least < 0 || most < 1 || least > most || idle.isNegative()) {
            throw new IllegalArgumentException(
                    "not a size of a fleet: at least " + least + " agents, at most " + most + ", idle for " + idle);
        }
    }

    /** The number closest to what is useful. */
    public int within(int useful) {
        return Math.max(least, Math.min(most, useful));
    }
}
