package org.hpvm.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hpvm.error.HpvmException;
import org.hpvm.model.Operation;
import org.hpvm.sdk.Kernel;
import org.hpvm.sdk.ShareMode;
import org.hpvm.sdk.TaskContext;

/** The sums of {@code accumulate_kernel.c} in Java. */
public final class AccumulateKernel implements Kernel {
    private static final int SUMS = 100_000;
    private static final int EXPECTED_COUNT_AT = 8;
    private static final int DIRECTORY_AT = 16;
    private static final int DIRECTORY_BYTES = 256;

    @Override
    public void run(TaskContext task) throws HpvmException {
        long expected = task.arguments().getLong(EXPECTED_COUNT_AT);
        long found = task.share("count", ShareMode.READ_ONLY).bytes().getLong(0);
        if (found != expected) {
            throw new IllegalStateException("the count is " + found + " where " + expected + " is right");
        }
        double[] addends = new double[SUMS];
        for (int index = 0; index < SUMS; index++) {
            double value = 1.0 / (1 + task.id() * 31 + index % 1009);
            addends[index] = (task.id() + index) % 3 == 0 ? -value * 1000 : value;
        }
        task.accumulate("sums", Operation.SUM, addends, 0);
        task.accumulate("count", Operation.SUM, new long[] {1}, 0);
        if (task.id() % 9 == 4) {
            dieOnce(directory(task).resolve(Long.toString(task.id())));
        }
    }

    private static Path directory(TaskContext task) {
        byte[] text = new byte[DIRECTORY_BYTES];
        task.arguments().get(DIRECTORY_AT, text);
        return Path.of(new String(text, StandardCharsets.UTF_8).split("\0", 2)[0]);
    }

    private static void dieOnce(Path mark) {
        try {
            Files.createFile(mark);
            Runtime.getRuntime().halt(9);
        } catch (FileAlreadyExistsException e) {
            // this is the second time
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
