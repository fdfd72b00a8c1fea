package org.hpvm.dfs.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/**
 * Makes files whose flushed bytes survive the writer.
 *
 * <p>Two traps of HDFS are kept out here. In a directory with erasure coding {@code hflush} returns at once and nothing
 * can be read, so files are asked to be replicated and the stream is asked whether it can flush. And an open block
 * counts against quotas with its full size, so logs use blocks of 16 MiB.
 */
public final class DurableFile {
    private static final FsPermission OWNER_ONLY = new FsPermission((short) 0600);
    private static final int BUFFER_BYTES = 4096;

    private DurableFile() {}

    /** Where the first copy of a file goes. */
    public enum Placement {
        /** On the writer's own machine, when it has a DataNode. */
        LOCAL,
        /** Elsewhere, so that losing the writer's machine does not lose a copy with it. */
        REMOTE
    }

    /**
     * Creates a file, readable by its owner alone.
     *
     * @param blockBytes at least HDFS' minimum block size, 1 MiB unless set
     * @throws org.apache.hadoop.fs.FileAlreadyExistsException if it exists
     * @throws HpvmException with {@link ErrorCode#REFUSED} if what is written to that directory would not survive
     */
    public static FSDataOutputStream create(FileSystem files, Path path, long blockBytes, Placement placement)
            throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = files.createFile(path)
                .permission(OWNER_ONLY)
                .recursive()
                .overwrite(false)
                .bufferSize(BUFFER_BYTES)
                .replication(files.getDefaultReplication(path))
                .blockSize(blockBytes);
        if (builder instanceof DistributedFileSystem.HdfsDataOutputStreamBuilder hdfs) {
            hdfs.replicate();
            if (placement == Placement.REMOTE) {
                hdfs.noLocalWrite();
            }
        }
        FSDataOutputStream out = builder.build();
        if (!out.hasCapability(StreamCapabilities.HSYNC)) {
            out.close();
            files.delete(path, false);
            throw new HpvmException(
                    ErrorCode.REFUSED,
                    "create " + path
                            + ": this file system cannot flush a file that is being written; set hpvm.root to a"
                            + " directory of HDFS without erasure coding");
        }
        return out;
    }

    /** Writes what remains of a buffer, without a copy where the buffer allows it. */
    public static void write(OutputStream out, ByteBuffer bytes) throws IOException {
        if (bytes.hasArray()) {
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        out.write(copy);
    }
}
