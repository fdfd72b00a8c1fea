package org.hpvm.yarn.shares;

import java.util.List;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.ListedShare;
import org.hpvm.proto.client.ShareVersionReply;
import org.hpvm.proto.client.SharesReply;

/** The shares of an application for somebody who only looks. */
public final class SharesSeen {
    private SharesSeen() {}

    public static SharesReply list(ShareTable shares) {
        SharesReply.Builder reply = SharesReply.newBuilder();
        for (Share share : shares.all()) {
            reply.addShares(listed(shares, share));
        }
        return reply.build();
    }

    /**
     * A share's current version.
     *
     * @throws HpvmException with {@link ErrorCode#NOSHARE}
     */
    public static ShareVersionReply version(ShareTable shares, int number) throws HpvmException {
        Share found = shares.all().stream()
                .filter(share -> share.number() == number)
                .findFirst()
                .orElseThrow(() -> new HpvmException(
                        ErrorCode.NOSHARE, "look at share number " + number + ": its program has dropped it"));
        ShareVersion version = found.current();
        return ShareVersionReply.newBuilder()
                .setShare(listed(shares, found))
                .setVersion(ShareMessages.message(version))
                .addAllJournal(shares.records().namedBy(version.extents().extents()))
                .build();
    }

    private static ListedShare listed(ShareTable shares, Share share) {
        BaseFile base = share.current().base();
        List<Extent> pieces = share.current().extents().extents();
        return ListedShare.newBuilder()
                .setShare(share.message())
                .setClient(shares.owner(share))
                .setVersion(share.current().number())
                .setBaseBytes(base == null ? 0 : base.bytes())
                .setPieces(pieces.size())
                .setPieceBytes(pieces.stream()
                        .mapToLong(piece -> piece.range().length())
                        .sum())
                .build();
    }
}
