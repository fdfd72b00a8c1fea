package org.hpvm.yarn.spawn;

import java.util.Optional;
import org.hpvm.dfs.share.ExtentMap;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.ShareReply;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.yarn.shares.JournalRecords;

/** What an agent is told of a share: all of it, or what has changed since the version that the agent has. */
final class ShareAnswer {
    private ShareAnswer() {}

    /**
     * What the spawn sees of the share that is asked for.
     *
     * @param spawn empty if it has ended
     * @param agents how many there are
     */
    static ShareReply of(Optional<OpenSpawn> spawn, ShareRequest request, JournalRecords records, int agents)
            throws HpvmException {
        if (spawn.isEmpty()) {
            throw new HpvmException(ErrorCode.CANCELLED, "get share " + request.getName() + ": the spawn has ended");
        }
        OpenSpawn.Seen seen = spawn.get().share(request.getName());
        ShareVersion wanted = seen.version();
        boolean isHeld =
                request.getHasVersion() && request.getNumber() == seen.share().number();
        Optional<ExtentMap> difference =
                isHeld ? seen.share().difference(request.getVersion(), wanted.number()) : Optional.empty();
        ShareVersion told = difference
                .map(newer -> new ShareVersion(wanted.number(), null, newer))
                .orElse(wanted);
        return ShareReply.newBuilder()
                .setShare(seen.share().message())
                .setVersion(ShareMessages.message(told))
                .setDifference(difference.isPresent())
                .setAgents(agents)
                .addAllJournal(records.namedBy(told.extents().extents()))
                .build();
    }
}
