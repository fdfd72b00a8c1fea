package org.hpvm.container.image;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;

/** Where an agent learns what a share holds, and reads it. */
public interface ShareSource {

    /**
     * What a spawn sees of a share.
     *
     * @param number the share's number in its application
     * @param version the whole version, or what is newer than the one that was named
     * @param isDifference which of the two
     * @param journal the version's records that are held in the journal
     */
    record Content(
            int number,
            ShareName name,
            ElementType type,
            long size,
            ShareVersion version,
            boolean isDifference,
            Map<Long, SegmentRecord> journal) {}

    /** A version of a share that is there already. */
    record Held(int number, long version) {}

    /**
     * Asks for a share.
     *
     * @param held what is there already, if anything
     * @throws org.hpvm.error.HpvmException if the spawn has no share of that name
     */
    Content describe(long spawn, String name, Optional<Held> held) throws IOException;

    /** Reads a content's bytes. */
    void read(Content content, ShareTarget target) throws IOException;
}
