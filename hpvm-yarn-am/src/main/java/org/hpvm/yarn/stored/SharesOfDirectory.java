package org.hpvm.yarn.stored;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.hadoop.fs.Path;
import org.hpvm.dfs.kept.KeptShare;
import org.hpvm.dfs.kept.KeptShares;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.dfs.share.ShareWindows;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;

/** Shares that were kept in a directory. */
record SharesOfDirectory(KeptShares kept) implements StoredShares {

    @Override
    public String owner() {
        return kept.directory().toString();
    }

    @Override
    public List<StoredShare> list() throws IOException {
        List<StoredShare> shares = new ArrayList<>();
        for (KeptShare share : kept.list()) {
            Map<String, String> details = new LinkedHashMap<>();
            details.put("file", kept.file(share.name()).toString());
            details.put("crc32c", String.format(Locale.ROOT, "%08x", share.checksum()));
            shares.add(new StoredShare(
                    share.name(),
                    "",
                    share.type(),
                    share.bytes(),
                    Optional.of(share.order()),
                    share.version(),
                    details));
        }
        return shares;
    }

    @Override
    public ShareWindows open(StoredShare share, ExecutorService workers) throws IOException {
        KeptShare found = kept.find(share.name())
                .orElseThrow(() -> new HpvmException(
                        ErrorCode.NOSHARE, "read share " + share.name() + ": it is gone from " + kept.directory()));
        return new ShareWindows(
                new ShareReader(kept.files(), SharesOfDirectory::noSegment, workers),
                new ShareVersion(found.version(), kept.base(found), ExtentMap.EMPTY),
                Map.of(),
                found.bytes());
    }

    private static Path noSegment(long segment) {
        throw new IllegalStateException("a kept share has no segment, not even " + segment);
    }

    @Override
    public void close() {
        // Nothing is open between two calls.
    }
}
