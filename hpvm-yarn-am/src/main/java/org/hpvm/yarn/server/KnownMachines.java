package org.hpvm.yarn.server;

import java.util.Optional;
import org.hpvm.yarn.hosts.HostEntry;
import org.hpvm.yarn.hosts.HostsFile;

/**
 * What the host file says of machines; without a host file every machine may be used, under the name that YARN has for
 * it.
 */
record KnownMachines(Optional<HostsFile> file) {

    boolean mayUse(String host) {
        return file.isEmpty() || file.get().find(host).isPresent();
    }

    HostEntry entry(String host) {
        return file.flatMap(hosts -> hosts.find(host)).orElseGet(() -> HostEntry.unnamed(host));
    }
}
