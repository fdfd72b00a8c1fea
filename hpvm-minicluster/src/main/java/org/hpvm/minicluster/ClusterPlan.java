package org.hpvm.minicluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a cluster is to be.
 *
 * @param directory where it keeps its files; made, and removed at the end, if it does not exist
 * @param machines at least one; names and addresses differ
 * @param memoryMebibytes what containers may use on each machine
 * @param vcores what containers may use on each machine
 * @param properties Hadoop properties for all daemons and clients; they win over those the cluster sets
 */
public record ClusterPlan(
        Path directory, List<Machine> machines, int memoryMebibytes, int vcores, Map<String, String> properties) {
    private static final int DEFAULT_MEMORY_MEBIBYTES = 2048;
    private static final int DEFAULT_VCORES = 4;
    private static final int LAST_IN_SUBNET = 254;

    public ClusterPlan {
        directory = directory.toAbsolutePath().normalize();
        machines = List.copyOf(machines);
        properties = Map.copyOf(properties);
        if (machines.isEmpty()) {
            throw new IllegalArgumentException("a cluster needs at least one machine");
        }
        Set<String> seen = new HashSet<>();
        for (Machine machine : machines) {
            if (!seen.add(machine.name()) || !seen.add(machine.address())) {
                throw new IllegalArgumentException(
                        "two machines have the name or the address of " + machine.hostsLine());
            }
        }
        if (memoryMebibytes < 128 || vcores < 1) {
            throw new IllegalArgumentException("a machine needs at least 128 MiB and 1 vcore: found " + memoryMebibytes
                    + " MiB and " + vcores + " vcores");
        }
    }

    /**
     * Machines of 2 GiB and 4 vcores at 127.0.1.1, 127.0.1.2 and so on.
     *
     * @param machines each a name, or a name and what it stands for: {@code palm=aarch64},
     *     {@code laptop=x86_64:x86-64-v2}, {@code desk=x86_64/windows}
     */
    public static ClusterPlan of(Path directory, String... machines) {
        return new ClusterPlan(directory, described(machines), DEFAULT_MEMORY_MEBIBYTES, DEFAULT_VCORES, Map.of());
    }

    private static List<Machine> described(String... words) {
        List<Machine> machines = new ArrayList<>();
        int last = 0;
        for (String word : words) {
            last = nextWithoutName(last);
            machines.add(Machine.described(word, "127.0.1." + last));
        }
        return machines;
    }

    /** Other machines instead; see {@link #of}. */
    public ClusterPlan withMachines(String... words) {
        return new ClusterPlan(directory, described(words), memoryMebibytes, vcores, properties);
    }

    public ClusterPlan in(Path other) {
        return new ClusterPlan(other, machines, memoryMebibytes, vcores, properties);
    }

    public ClusterPlan withMemory(int mebibytes) {
        return new ClusterPlan(directory, machines, mebibytes, vcores, properties);
    }

    public ClusterPlan withVcores(int count) {
        return new ClusterPlan(directory, machines, memoryMebibytes, count, properties);
    }

    /** These properties besides those it has. */
    public ClusterPlan withProperties(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(more);
        return new ClusterPlan(directory, machines, memoryMebibytes, vcores, all);
    }

    /** The text behind a machine's name in the hosts file. */
    public ClusterPlan withColumns(String name, String columns) {
        if (machines.stream().noneMatch(machine -> machine.name().equals(name))) {
            throw new IllegalArgumentException("columns for " + name + ": no machine of that name");
        }
        List<Machine> changed = machines.stream()
                .map(machine -> machine.name().equals(name) ? new Machine(name, machine.address(), columns) : machine)
                .toList();
        return new ClusterPlan(directory, changed, memoryMebibytes, vcores, properties);
    }

    /**
     * Debian names 127.0.1.1 after the machine. A NodeManager there would report that name, and its containers would
     * not be on the host that HDFS reports for the blocks beside them.
     */
    private static int nextWithoutName(int last) {
        int next = last + 1;
        while (next < LAST_IN_SUBNET && hasName("127.0.1." + next)) {
            next++;
        }
        return next;
    }

    private static boolean hasName(String address) {
        try {
            return !InetAddress.getByName(address).getCanonicalHostName().equals(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address in digits needs no look-up: " + address, e);
        }
    }
}
