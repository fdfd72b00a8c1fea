package org.hpvm.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.hpvm.sdk.HpvmSession;

/** Runs random programs over a kernel tree: {@code RandomParent TREE MARKS FIRST-SEED SEEDS}. */
public final class RandomParent {
    private static final int SPAWNS = 3;

    private RandomParent() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        long first = Long.parseLong(words[2]);
        for (long seed = first; seed < first + Long.parseLong(words[3]); seed++) {
            run(words[0], words[1], seed);
        }
    }

    private static void run(String tree, String marks, long seed) throws IOException, InterruptedException {
        RandomProgram program = new RandomProgram(seed);
        byte[] share = new byte[RandomProgram.SHARE_BYTES];
        byte[] expected = new byte[RandomProgram.SHARE_BYTES];
        try (HpvmSession session = HpvmSession.open()) {
            session.share("share", share);
            for (int spawn = 0; spawn < SPAWNS; spawn++) {
                program.write(spawn, share);
                program.write(spawn, expected);
                byte[] block = (seed + " " + spawn + " " + marks).getBytes(StandardCharsets.UTF_8);
                session.spawn(
                                tree,
                                program.tasks(spawn),
                                id -> ByteBuffer.wrap(block).order(ByteOrder.nativeOrder()))
                        .join();
                program.spawn(spawn, expected);
                int at = Arrays.mismatch(share, expected);
                if (at >= 0) {
                    throw new IllegalStateException("seed " + seed + ", spawn " + spawn + ": byte " + at + " is "
                            + share[at] + " where " + expected[at] + " is right");
                }
            }
        }
    }
}
