package org.hpvm.yarn.placement;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A way to know machines before one has a container on them: what {@code hpvm.placement} names. */
public enum Placement {
    /** For each machine the first of the others that says something. */
    AUTO,
    /** Partitions that are named for architectures. */
    LABELS,
    /** The node attribute {@code arch}, whichever provider set it. */
    ATTRIBUTES,
    /** Machines of any kind; the agent looks. */
    PROBE;

    /**
     * Reads the setting.
     *
     * @throws IllegalArgumentException naming what there is
     */
    public static Placement parse(String name) {
        return Stream.of(values())
                .filter(placement -> placement.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("\"" + name + "\" is none of auto, labels, attributes, probe"));
    }

    /** What is claimed of a machine; empty if, placed in this way, the machine is not to be used. */
    public Optional<Claim> claim(MachineFacts machine) {
        return switch (this) {
            case LABELS ->
                Architectures.isName(machine.partition())
                        ? Optional.of(new Claim(machine.partition(), "label " + machine.partition()))
                        : Optional.empty();
            case ATTRIBUTES ->
                Optional.ofNullable(machine.attributes().get("arch"))
                        .map(architecture -> new Claim(architecture, "attribute arch=" + architecture));
            case PROBE -> Optional.of(Claim.NONE);
            case AUTO ->
                Stream.of(LABELS, ATTRIBUTES, PROBE)
                        .flatMap(placement -> placement.claim(machine).stream())
                        .findFirst();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
