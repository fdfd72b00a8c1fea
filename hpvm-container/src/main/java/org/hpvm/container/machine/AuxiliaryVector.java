package org.hpvm.container.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What Linux tells every process of its processor, as bits. POWER has no flags in {@code /proc/cpuinfo}, only names;
 * its flags are the bits of {@code AT_HWCAP2}, in the numbering of {@code asm/cputable.h}.
 */
final class AuxiliaryVector {
    private static final Path FILE = Path.of("/proc/self/auxv");
    private static final long HARDWARE_CAPABILITIES_2 = 26;
    private static final Map<Long, String> POWER_FLAG_BY_BIT =
            Map.of(0x80000000L, "arch_2_07", 0x00800000L, "arch_3_00", 0x00040000L, "arch_3_1");

    private AuxiliaryVector() {}

    /** The flags of a POWER processor. */
    static Set<String> powerFlags() throws IOException {
        return powerFlags(ByteBuffer.wrap(Files.readAllBytes(FILE)).order(ByteOrder.nativeOrder()));
    }

    /** @param vector pairs of 64-bit key and value, in the machine's byte order */
    static Set<String> powerFlags(ByteBuffer vector) {
        Set<String> flags = new HashSet<>();
        while (vector.remaining() >= 2 * Long.BYTES) {
            long key = vector.getLong();
            long value = vector.getLong();
            if (key == HARDWARE_CAPABILITIES_2) {
                POWER_FLAG_BY_BIT.forEach((bit, flag) -> {
                    if ((value & bit) != 0) {
                        flags.add(flag);
                    }
                });
            }
        }
        return flags;
    }
}
