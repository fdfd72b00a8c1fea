package org.hpvm.yarn.shares;

import org.hpvm.dfs.fold.Combination;
import org.hpvm.dfs.share.Accumulation;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.model.ElementType;
import org.hpvm.model.Operation;
import org.hpvm.proto.client.AccumulatedShare;

/** What was accumulated as messages, and back. */
public final class AccumulationMessages {
    private AccumulationMessages() {}

    public static AccumulatedShare message(int share, Accumulation accumulation) {
        return AccumulatedShare.newBuilder()
                .setNumber(share)
                .setOperation(accumulation.combination().operation().number())
                .setType(accumulation.combination().type().number())
                .setContributions(ShareMessages.message(accumulation.contributions()))
                .build();
    }

    public static Accumulation accumulation(AccumulatedShare message) {
        return new Accumulation(
                new Combination(Operation.ofNumber(message.getOperation()), ElementType.ofNumber(message.getType())),
                ShareMessages.extents(message.getContributions()));
    }
}
