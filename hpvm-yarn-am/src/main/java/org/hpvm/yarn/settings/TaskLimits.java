package org.hpvm.yarn.settings;

import java.time.Duration;
import org.hpvm.model.ByteSize;

/**
 * What a task may take.
 *
 * @param attempts how often it may fail; 1 or more
 * @param time zero: no limit
 * @param memory address space of its worker; zero: no limit
 * @param output what it may print
 * @param copies whether a second copy of it may run when it takes long
 */
public record TaskLimits(int attempts, Duration time, ByteSize memory, ByteSize output, boolean copies) {
    TaskLimits withAttempts(int changed) {
        return new TaskLimits(changed, time, memory, output, copies);
    }

    TaskLimits withTime(Duration changed) {
        return new TaskLimits(attempts, changed, memory, output, copies);
    }

    TaskLimits withMemory(ByteSize changed) {
        return new TaskLimits(attempts, time, changed, output, copies);
    }

    TaskLimits withOutput(ByteSize changed) {
        return new TaskLimits(attempts, time, memory, changed, copies);
    }

    TaskLimits withCopies(boolean changed) {
        return new TaskLimits(attempts, time, memory, output, changed);
    }
}
