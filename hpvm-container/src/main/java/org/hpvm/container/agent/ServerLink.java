package org.hpvm.container.agent;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hpvm.container.image.ShareSource;
import org.hpvm.container.output.LiveOutput;
import org.hpvm.dfs.file.HdfsPatience;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.BaseFile;
import org.hpvm.dfs.share.BaseReplicas;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.dfs.share.ShareVersion;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.OutputRequest;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.ShareReply;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.proto.agent.SpawnOutput;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.share.RecordMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent says to the server and asks of it. Thread-safe after {@link #register}. */
final class ServerLink implements ShareSource, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);

    private final ServerCalls server;
    private final Holdings holdings;
    private final ShareReader reader;
    private final BaseReplicas replicas;

    /** @param reader reads shares out of HDFS */
    ServerLink(ServerCalls server, Holdings holdings, ShareReader reader, BaseReplicas replicas) {
        this.server = server;
        this.holdings = holdings;
        this.reader = reader;
        this.replicas = replicas;
    }

    RegisterReply register(RegisterRequest request) throws IOException {
        return server.register(request);
    }

    /** Waits, some seconds at most, for orders after the one named. */
    List<Order> poll(long received) throws IOException {
        List<Order> orders = server
                .call(attempt -> attempt.server()
                        .poll(
                                null,
                                PollRequest.newBuilder()
                                        .setAgent(attempt.agent())
                                        .setEpoch(attempt.epoch())
                                        .setReceived(received)
                                        .build()))
                .getOrdersList()
                .stream()
                .filter(order -> order.getNumber() > received)
                .toList();
        orders.forEach(holdings::note);
        return orders;
    }

    /** Tells the server that this agent has nothing left to do; a server that is gone need not know. */
    void leave() {
        try {
            var unused = server.callOnce(attempt -> attempt.server()
                    .poll(
                            null,
                            PollRequest.newBuilder()
                                    .setAgent(attempt.agent())
                                    .setEpoch(attempt.epoch())
                                    .setLeaves(true)
                                    .build()));
        } catch (IOException e) {
            LOG.debug("the server did not hear that this agent leaves", e);
        }
    }

    /** Reports, and waits until the server's journal holds it. */
    void report(long sequence, List<SpawnReport> spawns, List<SpawnOutput> output) throws IOException {
        holdings.reporting(sequence, spawns);
        var unused = server.call(attempt -> attempt.server()
                .report(
                        null,
                        ReportRequest.newBuilder()
                                .setAgent(attempt.agent())
                                .setEpoch(attempt.epoch())
                                .setSequence(sequence)
                                .addAllSpawns(spawns)
                                .addAllOutput(output)
                                .build()));
        holdings.reported();
    }

    /** Tells the server what tasks print, if it answers at once. */
    void tell(LiveOutput live) {
        List<SpawnOutput> output = live.take();
        if (output.isEmpty()) {
            return;
        }
        try {
            var unused = server.callOnce(attempt -> attempt.server()
                    .output(
                            null,
                            OutputRequest.newBuilder()
                                    .setAgent(attempt.agent())
                                    .setEpoch(attempt.epoch())
                                    .addAllOutput(output)
                                    .build()));
        } catch (IOException e) {
            LOG.debug("the server did not hear what tasks print", e);
            live.lost(output);
        }
    }

    @Override
    public Content describe(long spawn, String name, Optional<Held> held) throws IOException {
        ShareRequest.Builder request = ShareRequest.newBuilder().setSpawn(spawn).setName(name);
        held.ifPresent(
                have -> request.setHasVersion(true).setNumber(have.number()).setVersion(have.version()));
        ShareReply reply = server.call(attempt ->
                attempt.server().share(null, request.setAgent(attempt.agent()).build()));
        if (reply.getStatus() != 0) {
            throw new HpvmException(ErrorCode.ofStatus(reply.getStatus()), reply.getMessage());
        }
        Map<Long, SegmentRecord> journal = new HashMap<>();
        for (RecordMessage kept : reply.getJournalList()) {
            journal.put(
                    kept.getOffset(),
                    new SegmentRecord(
                            spawn,
                            PieceTable.parse(kept.getTable().asReadOnlyByteBuffer()),
                            kept.getPayload().asReadOnlyByteBuffer()));
        }
        ShareVersion version = ShareMessages.version(reply.getVersion());
        BaseFile base = version.base();
        if (base != null) {
            replicas.raise(base, reply.getAgents());
        }
        return new Content(
                reply.getShare().getNumber(),
                new ShareName(reply.getShare().getName()),
                ElementType.ofNumber(reply.getShare().getType()),
                reply.getShare().getSize(),
                version,
                reply.getDifference(),
                journal);
    }

    @Override
    public void read(Content content, ShareTarget target) throws IOException {
        HdfsPatience.USUAL.run(() -> reader.read(content.version(), content.journal(), target));
    }

    @Override
    public void close() {
        server.close();
    }
}
