package org.hpvm.yarn.stored;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.hpvm.container.worker.ByteOrders;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareWindows;
import org.hpvm.model.ByteSize;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.proto.client.ListedShare;
import org.hpvm.proto.client.ShareVersionReply;
import org.hpvm.proto.client.ShareVersionRequest;
import org.hpvm.proto.client.SharesReply;
import org.hpvm.proto.client.SharesRequest;
import org.hpvm.proto.share.ShareMessage;
import org.hpvm.yarn.client.ServerConnection;
import org.hpvm.yarn.client.Storage;
import org.hpvm.yarn.shares.JournalRecords;

/** The shares of an application that runs: its server says what they hold, HDFS has the bytes. */
record RunningShares(String owner, ServerConnection server, Storage storage) implements StoredShares {
    private static final String NUMBER = "number";

    @Override
    public List<StoredShare> list() throws IOException {
        SharesReply reply = server.call(calls -> calls.shares(null, SharesRequest.getDefaultInstance()));
        ServerConnection.require(reply.getStatus());
        List<StoredShare> shares = new ArrayList<>();
        for (ListedShare listed : reply.getSharesList()) {
            shares.add(share(listed));
        }
        return shares;
    }

    private static StoredShare share(ListedShare listed) throws IOException {
        ShareMessage message = listed.getShare();
        Map<String, String> details = new LinkedHashMap<>();
        details.put(NUMBER, Integer.toString(message.getNumber()));
        details.put(
                "stored",
                "base of " + new ByteSize(listed.getBaseBytes()) + ", over it " + listed.getPieces() + " pieces of "
                        + new ByteSize(listed.getPieceBytes()));
        int order = message.getByteOrder();
        return new StoredShare(
                new ShareName(message.getName()),
                Integer.toString(listed.getClient()),
                ElementType.ofNumber(message.getType()),
                message.getSize(),
                order == 0 ? Optional.empty() : Optional.of(ByteOrders.ofNumber(order)),
                listed.getVersion(),
                details);
    }

    @Override
    public ShareWindows open(StoredShare share, ExecutorService workers) throws IOException {
        int number = Integer.parseInt(share.details().getOrDefault(NUMBER, "0"));
        ShareVersionReply reply = server.call(calls -> calls.shareVersion(
                null, ShareVersionRequest.newBuilder().setNumber(number).build()));
        ServerConnection.require(reply.getStatus());
        ApplicationDirectory directory = storage.root().application(owner);
        return new ShareWindows(
                new ShareReader(storage.files(), directory::segment, workers),
                ShareMessages.version(reply.getVersion()),
                JournalRecords.read(reply.getJournalList()),
                share.bytes());
    }

    @Override
    public void close() {
        server.close();
    }
}
