package org.hpvm.container.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.hpvm.container.image.ShareSource;
import org.hpvm.container.protocol.AgentProtocol;
import org.hpvm.dfs.segment.PieceTable;
import org.hpvm.dfs.segment.SegmentRecord;
import org.hpvm.dfs.share.ShareMessages;
import org.hpvm.dfs.share.ShareReader;
import org.hpvm.dfs.share.ShareTarget;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.model.ElementType;
import org.hpvm.model.ShareName;
import org.hpvm.proto.agent.Order;
import org.hpvm.proto.agent.PollRequest;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.hpvm.proto.agent.ReportRequest;
import org.hpvm.proto.agent.ShareReply;
import org.hpvm.proto.agent.ShareRequest;
import org.hpvm.proto.agent.SpawnReport;
import org.hpvm.proto.share.RecordMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent's calls to the server, over Hadoop IPC with the application's token. Thread-safe after {@link #register}.
 */
final class ServerLink implements ShareSource, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);
    private static final int PATIENCE_MILLISECONDS = 60_000;

    private final AgentProtocol server;
    private final ShareReader reader;
    private volatile int agent;
    private volatile long epoch;

    private ServerLink(AgentProtocol server, ShareReader reader) {
        this.server = server;
        this.reader = reader;
    }

    /**
     * Opens the link; the first call connects.
     *
     * @param reader reads shares out of HDFS
     */
    static ServerLink open(InetSocketAddress address, Configuration configuration, ShareReader reader)
            throws IOException {
        RPC.setProtocolEngine(configuration, AgentProtocol.class, ProtobufRpcEngine2.class);
        AgentProtocol server = RPC.getProtocolProxy(
                        AgentProtocol.class,
                        AgentProtocol.VERSION,
                        address,
                        UserGroupInformation.getCurrentUser(),
                        configuration,
                        NetUtils.getDefaultSocketFactory(configuration),
                        PATIENCE_MILLISECONDS,
                        null)
                .getProxy();
        return new ServerLink(server, reader);
    }

    RegisterReply register(RegisterRequest request) throws IOException {
        try {
            RegisterReply reply = server.register(null, request);
            agent = reply.getAgent();
            epoch = reply.getEpoch();
            return reply;
        } catch (ServiceException e) {
            throw failure(e);
        }
    }

    /** Waits, some seconds at most, for orders after the one named. */
    List<Order> poll(long received) throws IOException {
        try {
            return server.poll(
                            null,
                            PollRequest.newBuilder()
                                    .setAgent(agent)
                                    .setEpoch(epoch)
                                    .setReceived(received)
                                    .build())
                    .getOrdersList();
        } catch (ServiceException e) {
            throw failure(e);
        }
    }

    /** Tells the server that this agent has nothing left to do; a server that is gone need not know. */
    void leave() {
        try {
            server.poll(
                    null,
                    PollRequest.newBuilder()
                            .setAgent(agent)
                            .setEpoch(epoch)
                            .setLeaves(true)
                            .build());
        } catch (ServiceException e) {
            LOG.debug("the server did not hear that this agent leaves", e);
        }
    }

    /** Reports, and waits until the server's journal holds it. */
    void report(long sequence, List<SpawnReport> spawns) throws IOException {
        try {
            server.report(
                    null,
                    ReportRequest.newBuilder()
                            .setAgent(agent)
                            .setEpoch(epoch)
                            .setSequence(sequence)
                            .addAllSpawns(spawns)
                            .build());
        } catch (ServiceException e) {
            throw failure(e);
        }
    }

    @Override
    public Content describe(long spawn, String name, Optional<Held> held) throws IOException {
        ShareRequest.Builder request =
                ShareRequest.newBuilder().setAgent(agent).setSpawn(spawn).setName(name);
        held.ifPresent(
                have -> request.setHasVersion(true).setNumber(have.number()).setVersion(have.version()));
        ShareReply reply;
        try {
            reply = server.share(null, request.build());
        } catch (ServiceException e) {
            throw failure(e);
        }
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
        return new Content(
                reply.getShare().getNumber(),
                new ShareName(reply.getShare().getName()),
                ElementType.ofNumber(reply.getShare().getType()),
                reply.getShare().getSize(),
                ShareMessages.version(reply.getVersion()),
                reply.getDifference(),
                journal);
    }

    @Override
    public void read(Content content, ShareTarget target) throws IOException {
        reader.read(content.version(), content.journal(), target);
    }

    private static IOException failure(ServiceException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }

    @Override
    public void close() {
        RPC.stopProxy(server);
    }
}
