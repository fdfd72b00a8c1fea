package org.hpvm.container.machine;

import java.util.List;
import org.hpvm.model.ByteSize;

/**
 * What an agent knows of its machine.
 *
 * @param architecture as in kernel trees, {@code x86_64}, {@code aarch64}, …: that of the kernels it runs, which a
 *     launcher may make another than that of its processors
 * @param os as in kernel trees, {@code linux}, {@code windows}
 * @param osVersion for people
 * @param levels the optimizations whose code it can run, best first, without {@code generic}
 * @param processors how many tasks it runs at a time
 * @param memory all of the machine's
 */
public record Machine(
        String architecture, String os, String osVersion, List<String> levels, int processors, ByteSize memory) {

    public Machine {
        if (processors < 1) {
            throw new IllegalArgumentException("a machine with " + processors + " processors");
        }
        levels = List.copyOf(levels);
    }

    /** The same machine as its launcher makes it look. */
    public Machine emulating(String otherArchitecture, String otherOs, List<String> otherLevels) {
        return new Machine(otherArchitecture, otherOs, osVersion, otherLevels, processors, memory);
    }
}
