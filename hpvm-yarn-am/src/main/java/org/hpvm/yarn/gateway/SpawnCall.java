package org.hpvm.yarn.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hpvm.container.kernel.KernelTree;
import org.hpvm.container.kernel.Leaf;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.Extent;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.proto.client.ArgumentChunk;
import org.hpvm.proto.client.ArgumentsRequest;
import org.hpvm.proto.client.AwaitReply;
import org.hpvm.proto.client.AwaitRequest;
import org.hpvm.proto.client.CancelRequest;
import org.hpvm.proto.client.MergedShare;
import org.hpvm.proto.client.SpawnReply;
import org.hpvm.proto.client.SpawnRequest;
import org.hpvm.proto.client.Status;
import org.hpvm.proto.client.TreeLeaf;
import org.hpvm.proto.share.RecordMessage;
import org.hpvm.yarn.client.ServerConnection;
import org.hpvm.yarn.settings.TaskLimits;

/** One spawn at the server, from the gateway's side. Not thread-safe. */
final class SpawnCall {
    private static final AtomicLong REQUESTS = new AtomicLong();

    private final ServerConnection server;
    private final ShareReader reader;
    private final Consumer<String> notices;

    /** Gives argument blocks. */
    @FunctionalInterface
    interface Arguments {
        /** The next chunk, from this task on; at least one task. */
        ArgumentChunk next(long first) throws IOException;
    }

    /** Hears which bytes of a share are new. */
    @FunctionalInterface
    interface MergeListener {
        void merged(LocalShare share, List<Extent> extents) throws IOException;
    }

    SpawnCall(ServerConnection server, ShareReader reader, Consumer<String> notices) {
        this.server = server;
        this.reader = reader;
        this.notices = notices;
    }

    /** What is asked for, without shares and arguments. */
    static SpawnRequest.Builder request(KernelTree tree, long tasks, TaskLimits limits) {
        SpawnRequest.Builder request = SpawnRequest.newBuilder()
                .setRequest(REQUESTS.incrementAndGet())
                .setTree(tree.name())
                .setTasks(tasks)
                .setAttempts(limits.attempts())
                .setTaskMilliseconds(limits.time().toMillis())
                .setTaskMemoryBytes(limits.memory().bytes())
                .setTaskOutputBytes(limits.output().bytes());
        for (Leaf leaf : tree.leaves()) {
            request.addLeaves(TreeLeaf.newBuilder()
                    .setPath(leaf.path().toString())
                    .setSha256(leaf.sha256())
                    .setBytes(leaf.bytes()));
        }
        return request;
    }

    /** Opens the spawn, feeds it arguments and waits for its end. */
    AwaitReply run(SpawnRequest.Builder request, Arguments arguments) throws IOException {
        ArgumentChunk first = arguments.next(0);
        SpawnRequest whole = request.setFirstArguments(first).build();
        SpawnReply opened = server.call(calls -> calls.spawn(null, whole));
        ServerConnection.require(opened.getStatus());
        long spawn = opened.getSpawn();
        try {
            feed(spawn, first.getFirst() + Integer.toUnsignedLong(first.getCount()), whole.getTasks(), arguments);
        } catch (IOException e) {
            server.call(calls -> calls.cancel(
                    null, CancelRequest.newBuilder().setSpawn(spawn).build()));
            throw e;
        }
        return await(spawn);
    }

    private void feed(long spawn, long from, long tasks, Arguments arguments) throws IOException {
        long next = from;
        while (next < tasks) {
            ArgumentChunk chunk = arguments.next(next);
            Status status = server.call(calls -> calls.arguments(
                    null,
                    ArgumentsRequest.newBuilder()
                            .setSpawn(spawn)
                            .setChunk(chunk)
                            .build()));
            next = chunk.getFirst() + Integer.toUnsignedLong(chunk.getCount());
            if (status.getCode() != 0) {
                return; // the spawn has ended; await tells how
            }
        }
    }

    private AwaitReply await(long spawn) throws IOException {
        int told = 0;
        AwaitReply reply = null;
        while (reply == null || !reply.getEnded()) {
            AwaitRequest request =
                    AwaitRequest.newBuilder().setSpawn(spawn).setNotices(told).build();
            reply = server.call(calls -> calls.await(null, request));
            reply.getNoticesList().forEach(notices);
            told += reply.getNoticesCount();
        }
        ServerConnection.require(reply.getStatus());
        return reply;
    }

    /** Reads merged bytes into the shadows. */
    void fetch(AwaitReply reply, ShareBook shares, MergeListener listener) throws IOException {
        Map<Long, SegmentRecord> journal = new HashMap<>();
        for (RecordMessage kept : reply.getJournalList()) {
            journal.put(
                    kept.getOffset(),
                    new SegmentRecord(
                            0,
                            PieceTable.parse(kept.getTable().asReadOnlyByteBuffer()),
                            kept.getPayload().asReadOnlyByteBuffer()));
        }
        for (MergedShare merged : reply.getMergedList()) {
            List<Extent> extents = new ArrayList<>(ShareMessages.extents(merged.getExtents()));
            var share = shares.find(merged.getNumber());
            if (share.isPresent()) {
                reader.read(
                        extents, journal, ShareTarget.of(share.get().shadow().channel()));
                listener.merged(share.get(), extents);
            }
        }
    }
}
