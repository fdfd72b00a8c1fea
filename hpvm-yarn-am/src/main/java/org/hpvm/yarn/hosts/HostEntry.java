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
 * @param speed how fast a processor is, compared with those of other machines; what leases go by until it is measured
 */
public record HostEntry(
        String address,
        String name,
        String architecture,
        String os,
        List<String> levels,
        List<String> launcher,
        double speed) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final String USUAL_OS = "linux";

    public HostEntry {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a friendly name is 1 to 64 letters, digits, '.', '_' or '-': found \"" + name + "\"");
        }
        if (!architecture.isEmpty()) {
            requireKind("arch", architecture);
        }
        requireKind("os", os);
        levels.forEach(level -> requireKind("levels", level));
        if (launcher.contains("")) {
            throw new IllegalArgumentException("launcher= has an empty word; words stand with commas between them");
        }
        if (!(speed > 0 && speed <= 1e6)) {
            throw new IllegalArgumentException("speed=" + speed + " is not above 0 and up to a million");
        }
        levels = List.copyOf(levels);
        launcher = List.copyOf(launcher);
    }

    private static void requireKind(String option, String value) {
        if (!KIND.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    option + "=" + value + ": lower case letters, digits, '.', '_' and '-' were expected");
        }
    }

    /** Whether it says for which kernels the machine is. */
    public boolean tellsKind() {
        return !architecture.isEmpty() || !levels.isEmpty() || !os.equals(USUAL_OS);
    }

    /**
     * What the machine is for kernels.
     *
     * @param probed what the agent found
     */
    public Machine machine(Machine probed) {
        if (!tellsKind()) {
            return probed;
        }
        String shown = architecture.isEmpty() ? probed.architecture() : architecture;
        List<String> named = Levels.within(shown, levels);
        boolean isItself = launcher.isEmpty() && shown.equals(probed.architecture()) && os.equals(probed.os());
        if (!isItself) {
            return probed.emulating(shown, os, named);
        }
        // Nothing lends a processor instructions that it does not have.
        return levels.isEmpty()
                ? probed
                : probed.emulating(
                        shown,
                        os,
                        named.stream().filter(probed.levels()::contains).toList());
    }

    /** A machine of which nothing is known but its address. */
    public static HostEntry unnamed(String address) {
        return new HostEntry(
                address, address.replaceAll("[^A-Za-z0-9._-]", "-"), "", USUAL_OS, List.of(), List.of(), 1);
    }
}
