package org.hpvm.dfs.kept;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.hadoop.util.CrcComposer;
import org.apache.hadoop.util.DataChecksum;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/**
 * What the bytes of a kept share are; stands beside them in a description.
 *
 * @param order in which the elements' bytes stand
 * @param version counts the changes of the share, from 0
 * @param checksums CRC-32C of each chunk of {@link BaseFile#CHUNK_BYTES}, the last one shorter
 */
public record KeptShare(
        ShareName name, ElementType type, long bytes, ByteOrder order, long version, List<Integer> checksums) {

    public KeptShare {
        if (bytes < 1 || bytes % type.width() != 0 || version < 0) {
            throw new IllegalArgumentException(
                    "share " + name + " of " + bytes + " bytes of " + type + ", version " + version);
        }
        if (checksums.size() != (bytes + BaseFile.CHUNK_BYTES - 1) / BaseFile.CHUNK_BYTES) {
            throw new IllegalArgumentException(
                    "share " + name + " of " + bytes + " bytes with " + checksums.size() + " checksums");
        }
        checksums = List.copyOf(checksums);
    }

    public long elements() {
        return bytes / type.width();
    }

    /** CRC-32C of all bytes, made of those of the chunks: what HDFS itself tells of a file in COMPOSITE_CRC mode. */
    public int checksum() {
        CrcComposer composer = CrcComposer.newCrcComposer(DataChecksum.Type.CRC32C, BaseFile.CHUNK_BYTES);
        for (int index = 0; index < checksums.size(); index++) {
            long start = (long) index * BaseFile.CHUNK_BYTES;
            composer.update(checksums.get(index), Math.min(BaseFile.CHUNK_BYTES, bytes - start));
        }
        return ByteBuffer.wrap(composer.digest()).getInt();
    }
}
