package org.hpvm.dfs.share;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.hpvm.model.ByteSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a large base more replicas when many machines are about to read it, so that a hundred of them do not read three
 * DataNodes: about as many as the square root of the machines, which is what Hadoop advises for the files of a job. It
 * is the NameNode that has them made, while the first machines read already; who opens the file later finds them.
 * Thread-safe.
 *
 * @param files where the bases are
 * @param least smaller bases are left alone: they are read sooner than they are copied
 */
public record BaseReplicas(FileSystem files, ByteSize least) {
    private static final Logger LOG = LoggerFactory.getLogger(BaseReplicas.class);

    /** How many replicas a base should have; 1 if it does not matter. */
    int wanted(long bytes, int readers) {
        return bytes < least.bytes() ? 1 : (int) Math.ceil(Math.sqrt(readers));
    }

    /** Asks for more replicas if the base has fewer than it should have. Without them it can be read too. */
    public void raise(BaseFile base, int readers) {
        int wanted = Math.min(Short.MAX_VALUE, wanted(base.bytes(), readers));
        if (wanted <= 1) {
            return;
        }
        try {
            int present = files.getFileStatus(base.path()).getReplication();
            if (present < wanted && files.setReplication(base.path(), (short) wanted)) {
                LOG.info("{} gets {} replicas instead of {} for {} machines", base.path(), wanted, present, readers);
            }
        } catch (IOException e) {
            LOG.warn("could not give {} more replicas", base.path(), e);
        }
    }
}
