package org.hpvm.examples;

import java.nio.charset.StandardCharsets;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Kernel;
import org.hpvm.sdk.TaskContext;

/** A kernel in Java that does what its argument says, and that kernels must not do. */
public final class BadKernel implements Kernel {
    @Override
    public void run(TaskContext task) throws HpvmException {
        byte[] words = new byte[task.arguments().remaining()];
        task.arguments().get(words);
        switch (new String(words, StandardCharsets.UTF_8).trim()) {
            case "throw" -> throw new IllegalStateException("no more of this");
            case "exit" -> System.exit(3);
            case "halt" -> Runtime.getRuntime().halt(4);
            case "beyond" -> task.merge("output", 0, 1_000_000);
            case "end first" -> task.merge("output", 3, 2);
            case "negative" -> task.merge("output", -1, 2);
            case "unknown" -> task.merge("nowhere", 0, 1);
            case "wrong type" -> task.merge("output", new double[] {1}, 0);
            case "print" -> System.out.println("0123456789abcdef".repeat(1 << 16));
            default -> throw new IllegalArgumentException("there is no such fault");
        }
    }
}
