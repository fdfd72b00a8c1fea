package org.hpvm.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.hpvm.model.ElementType;
import org.hpvm.sdk.HpvmSession;
import org.hpvm.sdk.SharedMemory;

/** Has tasks change a share of more than 2 GiB: {@code LargeParent TREE BYTES}. */
public final class LargeParent {
    private LargeParent() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        LargeShare share = new LargeShare(Long.parseLong(words[1]));
        try (HpvmSession session = HpvmSession.open()) {
            SharedMemory memory = session.allocate(LargeShare.NAME, ElementType.UINT8, share.size());
            for (long task = 0; task < share.tasks(); task++) {
                LargeShare.Window window = share.window(task);
                ByteBuffer bytes = memory.bytes(window.start(), window.end());
                for (long at = window.start(); at < window.end(); at++) {
                    bytes.put(LargeShare.before(at));
                }
            }
            session.spawn(words[0], share.tasks(), id -> ByteBuffer.allocate(0)).join();
            for (long task = 0; task < share.tasks(); task++) {
                LargeShare.Window window = share.window(task);
                ByteBuffer bytes = memory.bytes(window.start(), window.end());
                long overlapped = task % 2 == 0 ? share.window(task + 1).start() : window.end();
                for (long at = window.start(); at < overlapped; at++) {
                    byte found = bytes.get();
                    if (found != LargeShare.after(at, task)) {
                        throw new IllegalStateException(
                                "byte " + at + " is " + found + " where " + LargeShare.after(at, task) + " is right");
                    }
                }
            }
        }
    }
}
