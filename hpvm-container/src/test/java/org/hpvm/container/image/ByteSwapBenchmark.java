package org.hpvm.container.image;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * How long turning a gibibyte of elements takes, against copying it: the better of several rounds, taken in turns, for
 * buffers of 1 MiB and for one of all of it.
 *
 * <p>{@code java -Xmx3g -cp target/classes:target/test-classes:../hpvm-dfs/target/classes
 * org.hpvm.container.image.ByteSwapBenchmark}
 */
final class ByteSwapBenchmark {
    private static final int BYTES = 1 << 30;
    private static final int ROUNDS = 5;

    private ByteSwapBenchmark() {}

    public static void main(String[] arguments) {
        for (int buffer : new int[] {1 << 20, BYTES}) {
            ByteBuffer source = ByteBuffer.allocate(buffer);
            ByteBuffer target = ByteBuffer.allocate(buffer);
            for (int width : new int[] {8, 4, 2}) {
                measure(width, source, target);
            }
        }
    }

    private static void measure(int width, ByteBuffer source, ByteBuffer target) {
        long copy = Long.MAX_VALUE;
        long swap = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            copy = Math.min(copy, time(source, () -> target.duplicate().put(source.duplicate())));
            swap = Math.min(swap, time(source, () -> ByteSwap.copy(width, source, target)));
        }
        System.out.printf(
                "buffer %d bytes, elements of %d: copied in %d ms, turned in %d ms, ratio %.2f%n",
                source.capacity(), width, copy, swap, (double) swap / copy);
    }

    private static long time(ByteBuffer source, Runnable work) {
        long start = System.nanoTime();
        for (int done = 0; done < BYTES / source.capacity(); done++) {
            work.run();
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
