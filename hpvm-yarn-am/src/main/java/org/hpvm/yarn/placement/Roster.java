package org.hpvm.yarn.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The machines of a cluster that an application may ask for, and why not the others. Pure.
 *
 * @param candidates in the cluster's order
 * @param refused a sentence for each of the others
 */
public record Roster(List<Candidate> candidates, List<String> refused) {

    public Roster {
        candidates = List.copyOf(candidates);
        refused = List.copyOf(refused);
    }

    /**
     * A machine to ask for.
     *
     * @param partition the label under which a container there is asked for; empty for none
     * @param claim what it is said to be
     */
    public record Candidate(String host, String partition, Claim claim) {}

    /** Decides. */
    public static Roster of(List<MachineFacts> machines, Placement placement, QueueAccess queue) {
        List<Candidate> candidates = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (MachineFacts machine : machines) {
            Optional<Claim> claim = placement.claim(machine);
            boolean mayUse = queue.mayUse(machine.partition());
            if (claim.isEmpty()) {
                refused.add(machine.host() + " has neither a label nor an attribute that hpvm.placement asks for");
            } else if (mayUse || queue.isOpen(machine.partition())) {
                candidates.add(new Candidate(machine.host(), mayUse ? machine.partition() : "", claim.get()));
            } else {
                refused.add(machine.host() + " is in partition " + machine.partition() + ", which queue "
                        + queue.queue() + " may not use");
            }
        }
        return new Roster(candidates, refused);
    }

    /**
     * Where the server may run: in the default partition if it has a machine, else in the first partition that the
     * queue may use. YARN lends the idle machines of a shared partition to other containers, but never to an
     * ApplicationMaster.
     */
    public static Optional<String> serverPartition(List<MachineFacts> machines, QueueAccess queue) {
        boolean hasDefault =
                machines.stream().anyMatch(machine -> machine.partition().isEmpty());
        return hasDefault
                ? Optional.of("")
                : machines.stream()
                        .map(MachineFacts::partition)
                        .filter(queue::mayUse)
                        .findFirst();
    }

    /** Whether what is claimed leaves it open that a machine runs a kernel for one of these architectures. */
    public static boolean isServed(Claim claim, Set<String> architectures) {
        return claim.isNone() || architectures.contains("any") || architectures.contains(claim.architecture());
    }
}
