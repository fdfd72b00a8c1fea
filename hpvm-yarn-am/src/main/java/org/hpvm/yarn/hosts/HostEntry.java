package org.hpvm.yarn.hosts;

import java.util.List;
import java.util.regex.Pattern;
import org.hpvm.container.machine.Levels;
import org.hpvm.container.machine.Machine;

/**
 * One machine of the host file.
 *
 * @param address as YARN names the machine's NodeManager: an IP address or a host name
 * @param name the friendly name: 1 to 64 letters, digits, {@code . _ -}
 * @param architecture of the kernels it runs, empty if that is what the machine itself says
 * @param os of the kernels it runs, {@code linux} unless told otherwise
 * @param levels optimizations it can run, best first, for a machine whose architecture is given; empty if nothing is
 *     said of them
 * @param launcher words before a kernel
 */
public record HostEntry(
        String address, String name, String architecture, String os, List<String> levels, List<String> launcher) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public HostEntry {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a friendly name is 1 to 64 letters, digits, '.', '_' or '-': found \"" + name + "\"");
        }
        levels = List.copyOf(levels);
        launcher = List.copyOf(launcher);
    }

    /**
     * What the machine is for kernels.
     *
     * @param probed what the agent found
     */
    public Machine machine(Machine probed) {
        if (architecture.isEmpty()) {
            return probed;
        }
        List<String> named = Levels.within(architecture, levels);
        boolean isItself = launcher.isEmpty() && architecture.equals(probed.architecture()) && os.equals(probed.os());
        if (!isItself) {
            return probed.emulating(architecture, os, named);
        }
        // Nothing lends a processor instructions that it does not have.
        return levels.isEmpty()
                ? probed
                : probed.emulating(
                        architecture,
                        os,
                        named.stream().filter(probed.levels()::contains).toList());
    }

    /** A machine of which nothing is known but its address. */
    public static HostEntry unnamed(String address) {
        return new HostEntry(address, address.replaceAll("[^A-Za-z0-9._-]", "-"), "", "linux", List.of(), List.of());
    }
}
