package org.hpvm.dfs.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a file that is kept for later was last needed, as its access time says, to the day. */
public final class LastUse {
    private static final Logger LOG = LoggerFactory.getLogger(LastUse.class);
    private static final Duration FRESH = Duration.ofDays(1);

    private LastUse() {}

    /** Marks a file as needed; answers whether it is there. */
    public static boolean mark(FileSystem files, Path path) throws IOException {
        FileStatus status;
        try {
            status = files.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return false;
        }
        long now = System.currentTimeMillis();
        if (now - Math.max(status.getModificationTime(), status.getAccessTime()) > FRESH.toMillis()) {
            touch(files, path, now);
        }
        return true;
    }

    private static void touch(FileSystem files, Path path, long now) {
        try {
            files.setTimes(path, -1, now);
        } catch (IOException e) {
            // HDFS may keep no access times; the file may then go earlier, and is uploaded again.
            LOG.debug("{} keeps no access time", path, e);
        }
    }
}
