package org.hpvm.dfs.file;

import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LeaseRecoverable;
import org.apache.hadoop.fs.Path;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file away from whoever still writes it.
 *
 * <p>Removing or renaming the file would not: {@code hflush} asks only DataNodes, and goes on returning for seconds.
 * The recovery of its lease does: what was acknowledged before stays, and nothing is acknowledged after.
 */
public final class FileLease {
    private static final Logger LOG = LoggerFactory.getLogger(FileLease.class);

    /** Asked once, the NameNode took over 180 s when a DataNode had died with the writer; asked again, 12 to 92 s. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(100);

    private FileLease() {}

    /**
     * Returns when the file is closed, so that its length is final.
     *
     * @throws HpvmException with {@link ErrorCode#UNAVAILABLE} if that takes longer than {@code limit}
     */
    public static void recover(FileSystem files, Path path, Duration limit) throws IOException, InterruptedException {
        if (!(files instanceof LeaseRecoverable leases)) {
            return; // Such a file system has no leases, and a file that can be read has been closed.
        }
        long begun = System.nanoTime();
        while (!isClosed(leases, path)) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new HpvmException(
                        ErrorCode.UNAVAILABLE,
                        "take over " + path + ": HDFS did not end the lease of its writer in " + limit.toSeconds()
                                + " s; are its DataNodes up?");
            }
        }
        LOG.info("{} is closed, after {} ms", path, (System.nanoTime() - begun) / 1_000_000);
    }

    private static boolean isClosed(LeaseRecoverable leases, Path path) throws IOException, InterruptedException {
        boolean closed = leases.recoverLease(path);
        long asked = System.nanoTime();
        while (!closed && System.nanoTime() - asked < AGAIN.toNanos()) {
            Thread.sleep(LOOK.toMillis());
            closed = leases.isFileClosed(path);
        }
        return closed;
    }
}
