package org.hpvm.examples;

import java.nio.ByteBuffer;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Kernel;
import org.hpvm.sdk.KernelShare;
import org.hpvm.sdk.ShareMode;
import org.hpvm.sdk.TaskContext;

/** Finds what the parent wrote into its window of a {@link LargeShare}, and merges other bytes over it. */
public final class LargeKernel implements Kernel {

    @Override
    public void run(TaskContext task) throws HpvmException {
        KernelShare seen = task.share(LargeShare.NAME, ShareMode.READ_ONLY);
        LargeShare share = new LargeShare(seen.size());
        LargeShare.Window window = share.window(task.id());
        ByteBuffer found = seen.bytes(window.start(), window.end());
        byte[] merged = new byte[window.length()];
        for (int at = 0; at < merged.length; at++) {
            if (found.get(at) != LargeShare.before(window.start() + at)) {
                throw new HpvmException(ErrorCode.INTERNAL, "byte " + (window.start() + at) + " is " + found.get(at));
            }
            merged[at] = LargeShare.after(window.start() + at, task.id());
        }
        if (task.id() % 2 == 0) {
            task.merge(LargeShare.NAME, ByteBuffer.wrap(merged), window.start());
        } else {
            KernelShare shared = task.share(LargeShare.NAME);
            shared.bytes(window.start(), window.end()).put(merged);
            task.merge(LargeShare.NAME, window.start(), window.end());
        }
    }
}
