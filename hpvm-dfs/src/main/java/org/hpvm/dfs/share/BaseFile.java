package org.hpvm.dfs.share;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A file that holds a share's bytes as they were at one moment, and nothing else, so that any tool can read it. Its
 * checksums are kept beside it, in the journal.
 *
 * @param path the file in HDFS
 * @param bytes its length, that of the share
 * @param checksums CRC-32C of each chunk of {@link #CHUNK_BYTES}, the last one shorter
 */
public record BaseFile(Path path, long bytes, List<Integer> checksums) {
    public static final int CHUNK_BYTES = 1 << 20;

    public BaseFile {
        if (bytes < 1 || checksums.size() != (bytes + CHUNK_BYTES - 1) / CHUNK_BYTES) {
            throw new IllegalArgumentException(
                    "a base of " + bytes + " bytes with " + checksums.size() + " checksums: " + path);
        }
        checksums = List.copyOf(checksums);
    }
}
