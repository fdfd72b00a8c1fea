package org.hpvm.examples.sqrt;

import java.nio.FloatBuffer;
import org.hpvm.error.HpvmException;
import org.hpvm.sdk.Kernel;
import org.hpvm.sdk.TaskContext;

/** The kernel of the sample: the square roots of the numbers that its arguments name. */
public final class SqrtKernel implements Kernel {
    private static final int START_NUMBER_ARGUMENT = 0;
    private static final int END_NUMBER_ARGUMENT = 1;

    @Override
    public void run(TaskContext task) throws HpvmException {
        long start = task.argumentLong(START_NUMBER_ARGUMENT);
        long end = task.argumentLong(END_NUMBER_ARGUMENT);
        FloatBuffer output = task.share("output").bytes().asFloatBuffer();
        for (long number = start; number < end; number++) {
            output.put((int) number, (float) Math.sqrt((double) number));
        }
        task.merge("output", start, end);
    }
}
