package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.thirdparty.protobuf.UnsafeByteOperations;
import org.hpvm.dfs.layout.ApplicationDirectory;
import org.hpvm.dfs.segment.RecordPlace;
import org.hpvm.dfs.segment.SegmentLog;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.BaseWriter;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ByteSize;
import org.hpvm.model.IdRange;
import org.hpvm.proto.client.CreateShareReply;
import org.hpvm.proto.client.CreateShareRequest;
import org.hpvm.proto.client.ShareUpdate;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.client.RunningServer;
import org.hpvm.yarn.client.ServerConnection;

/**
 * Makes known to the cluster what the parent has written: a share that is mostly new becomes a base file, changes go as
 * records, small ones inside the request. Bytes that were never written do not travel. Not thread-safe.
 */
final class SharePublisher implements AutoCloseable {
    /** What is in memory at a time: 32 MiB at the most. */
    private static final int RECORDS_A_COMMIT = 8;

    private final RunningServer server;
    private final int client;
    private final FileSystem files;
    private final ApplicationDirectory directory;
    private final SegmentLog segments;
    private final ByteSize mostInRequest;

    SharePublisher(
            RunningServer server,
            int client,
            FileSystem files,
            ApplicationDirectory directory,
            SegmentLog segments,
            ByteSize mostInRequest) {
        this.server = server;
        this.client = client;
        this.files = files;
        this.directory = directory;
        this.segments = segments;
        this.mostInRequest = mostInRequest;
    }

    /**
     * Says what is new of a share, once all of it is durable.
     *
     * @param byteOrder the parent's, as the protocols number it
     */
    ShareUpdate publish(LocalShare share, int byteOrder) throws IOException {
        if (share.number() == 0) {
            create(share, byteOrder);
        }
        ShareUpdate.Builder update = ShareUpdate.newBuilder().setNumber(share.number());
        boolean isMostlyNew = share.writtenBytes() > mostInRequest.bytes() && share.writtenBytes() > share.size() / 2;
        if (isMostlyNew) {
            update.setBase(ShareMessages.message(new BaseWriter(files)
                    .write(
                            share.shadow().channel(),
                            share.size(),
                            new org.apache.hadoop.fs.Path(
                                    directory.base(share.number(), 0).getParent(),
                                    share.number() + "." + UUID.randomUUID()))));
            return update.build();
        }
        for (IdRange range : share.clearedRanges()) {
            update.addCleared(range.start()).addCleared(range.end());
        }
        if (share.writtenBytes() > 0) {
            addRecords(share, update);
        }
        return update.build();
    }

    private void addRecords(LocalShare share, ShareUpdate.Builder update) throws IOException {
        if (share.writtenBytes() <= mostInRequest.bytes()) {
            share.forEachRecord(kept ->
                    update.addRecords(message(kept).setPayload(UnsafeByteOperations.unsafeWrap(kept.payload()))));
            return;
        }
        List<SegmentRecord> waiting = new ArrayList<>();
        share.forEachRecord(written -> {
            waiting.add(written);
            if (waiting.size() == RECORDS_A_COMMIT) {
                commit(waiting, update);
            }
        });
        commit(waiting, update);
    }

    /** Makes records durable, tells where they are, and lets go of them. */
    private void commit(List<SegmentRecord> waiting, ShareUpdate.Builder update) throws IOException {
        List<RecordPlace> places = waiting.isEmpty() ? List.of() : segments.commit(waiting);
        for (int index = 0; index < places.size(); index++) {
            RecordPlace place = places.get(index);
            update.addRecords(message(waiting.get(index))
                    .setSegment(place.segment())
                    .setOffset(place.offset())
                    .setLength(place.length()));
        }
        waiting.clear();
    }

    private static RecordMessage.Builder message(SegmentRecord kept) {
        return RecordMessage.newBuilder()
                .setTable(UnsafeByteOperations.unsafeWrap(kept.table().bytes()));
    }

    private void create(LocalShare share, int byteOrder) throws HpvmException {
        long request = SpawnCall.newRequest();
        CreateShareReply reply = server.call(calls -> calls.createShare(
                null,
                CreateShareRequest.newBuilder()
                        .setName(share.name().text())
                        .setType(share.type().number())
                        .setSize(share.size())
                        .setRequest(request)
                        .setClient(client)
                        .setByteOrder(byteOrder)
                        .build()));
        ServerConnection.require(reply.getStatus());
        share.setNumber(reply.getNumber());
    }

    @Override
    public void close() throws IOException {
        segments.close();
    }
}
