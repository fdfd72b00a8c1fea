package org.hpvm.yarn.placement;

/**
 * What a label or an attribute says a machine is. The agent looks for itself before it chooses a kernel; a claim only
 * decides whether the machine is asked for.
 *
 * @param architecture as in kernel trees; empty if nothing is claimed
 * @param source what claims it, for messages: {@code label s390x}
 */
public record Claim(String architecture, String source) {
    /** Nobody says anything: the machine is taken, and its agent looks. */
    public static final Claim NONE = new Claim("", "");

    public boolean isNone() {
        return architecture.isEmpty();
    }
}
