package org.hpvm.dfs.share;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** Does pieces of work at the same time and waits for all. */
final class Parallel {
    private Parallel() {}

    /** @param what is being done, for the error */
    static void run(ExecutorService workers, List<Callable<Void>> pieces, String what) throws IOException {
        if (pieces.size() == 1) {
            try {
                pieces.get(0).call();
                return;
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
        try {
            for (Future<Void> done : workers.invokeAll(pieces)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw HpvmException.of(e.getCause() == null ? e : e.getCause(), ErrorCode.UNAVAILABLE, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HpvmException(ErrorCode.CANCELLED, what + ": interrupted", e);
        }
    }
}
