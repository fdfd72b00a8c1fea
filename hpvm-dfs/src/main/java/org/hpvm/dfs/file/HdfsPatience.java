package org.hpvm.dfs.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.fs.ClusterStorageCapacityExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again what HDFS could not do: a NameNode that is started anew is back in seconds, and so are DataNodes. What
 * trying again cannot change is not tried again.
 *
 * @param limit how long to try
 */
public record HdfsPatience(Duration limit) {
    /** A NameNode that is started again has its DataNodes' reports in less. */
    public static final HdfsPatience USUAL = new HdfsPatience(Duration.ofSeconds(45));

    private static final Logger LOG = LoggerFactory.getLogger(HdfsPatience.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Work that HDFS has a part in, and that may be done twice. */
    @FunctionalInterface
    public interface Work {
        void run() throws IOException;
    }

    /**
     * Does work until it is done.
     *
     * @throws IOException the last failure, if there is no use in trying again
     */
    public void run(Work work) throws IOException {
        long begun = System.nanoTime();
        while (true) {
            try {
                work.run();
                return;
            } catch (IOException e) {
                if (isFinal(e) || System.nanoTime() - begun > limit.toNanos()) {
                    throw e;
                }
                LOG.warn("HDFS failed, and is tried again: {}", e.getMessage());
            }
            pause();
        }
    }

    /**
     * Whether trying again can only give the same: a quota, a permission, a file that is gone, or what we ourselves
     * have found.
     */
    static boolean isFinal(IOException failure) {
        return failure instanceof ClusterStorageCapacityExceededException
                || failure instanceof AccessControlException
                || failure instanceof FileNotFoundException
                || (failure instanceof HpvmException ours && ours.code() != ErrorCode.UNAVAILABLE);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while HDFS did not answer", e);
        }
    }
}
