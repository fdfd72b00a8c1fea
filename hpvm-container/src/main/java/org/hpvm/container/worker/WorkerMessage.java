package org.hpvm.container.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.hpvm.model.ByteRange;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;

/** What a worker says. */
public sealed interface WorkerMessage {

    /** First of all: what the worker is. */
    record Hello(ByteOrder byteOrder, int longBytes, int pointerBytes, int pageBytes, String sdk)
            implements WorkerMessage {}

    /** A kernel has named a share for the first time in this spawn. */
    record ShareWanted(ShareMode mode, String name) implements WorkerMessage {}

    /**
     * What tasks have done, in the order in which they ran.
     *
     * @param waitsForCredit whether the worker goes on only after CREDIT
     */
    record Results(boolean waitsForCredit, List<Result> results) implements WorkerMessage {
        public Results {
            results = List.copyOf(results);
        }
    }

    /** How far a task is, by its own word: 0 to 10 000. */
    record Progress(long task, int permyriad) implements WorkerMessage {}

    /** How a kernel maps a share. */
    enum ShareMode {
        SHARED,
        PRIVATE,
        READ_ONLY
    }

    /** One record of RESULTS. */
    sealed interface Result {

        /** Tasks that returned HPVM_OK, merged nothing and printed nothing. */
        record Run(long first, int count) implements Result {}

        /**
         * A range that a task has merged.
         *
         * @param handle the number under which the agent gave the share
         * @param inline the bytes, or empty if they stand in the ring at {@code position}
         */
        record Merge(
                long task,
                int handle,
                Operation operation,
                ElementType type,
                ByteRange range,
                long position,
                Optional<ByteBuffer> inline)
                implements Result {}

        /**
         * A task has ended.
         *
         * @param status 0, or what {@code kernel_main} returned
         * @param outputStart where in the output file what it printed begins
         * @param outputEnd where that ends
         * @param message the library's last error, if the status is not 0
         */
        record Done(long task, int status, long outputStart, long outputEnd, String message) implements Result {}
    }
}
