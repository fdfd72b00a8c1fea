package org.hpvm.dfs.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.file.DurableFile;
import org.hpvm.dfs.segment.Crc32c;

/** Writes the bytes of a share, taken from a local file, as a base file. */
public final class BaseWriter {
    private final FileSystem files;

    public BaseWriter(FileSystem files) {
        this.files = files;
    }

    /**
     * Writes a base; when this returns, all of it is on the DataNodes and the file is closed.
     *
     * @param source a file whose bytes 0 to {@code bytes} are the share's
     * @param path a name that no file has
     */
    public BaseFile write(FileChannel source, long bytes, Path path) throws IOException {
        return write(ByteSource.of(source), bytes, path);
    }

    /** As {@link #write(FileChannel, long, Path)}, from anywhere. */
    public BaseFile write(ByteSource source, long bytes, Path path) throws IOException {
        List<Integer> checksums = new ArrayList<>();
        byte[] chunk = new byte[(int) Math.min(bytes, BaseFile.CHUNK_BYTES)];
        try (FSDataOutputStream out =
                DurableFile.create(files, path, files.getDefaultBlockSize(path), DurableFile.Placement.LOCAL)) {
            for (long position = 0; position < bytes; position += BaseFile.CHUNK_BYTES) {
                int length = (int) Math.min(chunk.length, bytes - position);
                source.read(position, ByteBuffer.wrap(chunk, 0, length));
                checksums.add(Crc32c.of(chunk, 0, length));
                out.write(chunk, 0, length);
            }
        }
        return new BaseFile(path, bytes, checksums);
    }
}
