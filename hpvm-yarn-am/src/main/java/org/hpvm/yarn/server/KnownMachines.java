package org.hpvm.yarn.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.hosts.HostsFile;
import org.hpvm.yarn.placement.Claim;
import org.hpvm.yarn.placement.MachineFacts;
import org.hpvm.yarn.placement.Placement;
import org.hpvm.yarn.placement.QueueAccess;
import org.hpvm.yarn.placement.Roster;

/**
 * What is known of machines before their agents have joined: from the host file, and from YARN by the placement.
 * Without a host file every machine may be used, under the name that YARN has for it. Not thread-safe; owned by the
 * server's loop.
 */
final class KnownMachines {
    private final Optional<HostsFile> file;
    private final Placement placement;
    private final QueueAccess queue;
    private final Map<String, Claim> claimByHost = new HashMap<>();

    KnownMachines(Optional<HostsFile> file, Placement placement, QueueAccess queue) {
        this.file = file;
        this.placement = placement;
        this.queue = queue;
    }

    /** Takes note of a machine; empty if it may not be used. */
    Optional<Roster.Candidate> found(MachineFacts machine) {
        if (file.isPresent() && file.get().find(machine.host()).isEmpty()) {
            return Optional.empty();
        }
        Roster roster = Roster.of(List.of(machine), placement, queue);
        roster.candidates().forEach(candidate -> claimByHost.put(candidate.host(), candidate.claim()));
        return roster.candidates().stream().findFirst();
    }

    void gone(String host) {
        claimByHost.remove(host);
    }

    /** What a label or an attribute says of a machine. */
    Claim claim(String host) {
        return claimByHost.getOrDefault(host, Claim.NONE);
    }

    /** Whether it can be told by now that no machine runs a kernel for one of these architectures. */
    boolean excludes(Set<String> architectures) {
        return !claimByHost.isEmpty()
                && claimByHost.entrySet().stream().noneMatch(known -> {
                    String told = entry(known.getKey()).architecture();
                    Claim claim = told.isEmpty() ? known.getValue() : new Claim(told, "the host file");
                    return Roster.isServed(claim, architectures);
                });
    }

    /** Names each machine and what is known of it. */
    List<String> describe() {
        return claimByHost.entrySet().stream()
                .map(known -> entry(known.getKey()).name() + " is "
                        + (entry(known.getKey()).architecture().isEmpty()
                                ? known.getValue().architecture() + " ("
                                        + known.getValue().source() + ")"
                                : entry(known.getKey()).architecture() + " (host file)"))
                .sorted()
                .toList();
    }

    HostEntry entry(String host) {
        return file.flatMap(hosts -> hosts.find(host)).orElseGet(() -> HostEntry.unnamed(host));
    }
}
