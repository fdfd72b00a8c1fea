package org.hpvm.container.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.hpvm.container.protocol.AgentProtocol;
import org.hpvm.dfs.layout.ServerAddress;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.agent.RegisterReply;
import org.hpvm.proto.agent.RegisterRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the server, whichever attempt of it lives: a call that gets no answer is made again, at the attempt that has
 * published its address last. With a new attempt the agent registers first and says what it holds. Thread-safe after
 * {@link #register}.
 */
final class ServerCalls implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerCalls.class);
    private static final int ANSWER_MILLISECONDS = 15_000;
    private static final int CONNECT_MILLISECONDS = 5_000;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Configuration configuration;
    private final Addresses addresses;
    private final Duration patience;
    private final Holdings holdings;
    private volatile Attempt current;
    private RegisterRequest introduction = RegisterRequest.getDefaultInstance();

    /** Finds the address that was published last. */
    @FunctionalInterface
    interface Addresses {
        Optional<ServerAddress> newest() throws IOException;
    }

    /** One call to an attempt of the server. */
    @FunctionalInterface
    interface Call<T> {
        T to(Attempt attempt) throws ServiceException;
    }

    /**
     * An attempt of the server.
     *
     * @param epoch 0 as long as the agent has not registered
     * @param agent the agent's number; 0 as long as it has not registered
     */
    record Attempt(AgentProtocol server, InetSocketAddress address, long epoch, int agent) {}

    /** @param patience how long to look for a server that answers */
    ServerCalls(
            InetSocketAddress first,
            Configuration configuration,
            Addresses addresses,
            Duration patience,
            Holdings holdings)
            throws IOException {
        this.configuration = new Configuration(configuration);
        // The search for another attempt is the retry; the defaults would ask a dead machine for a quarter of an hour.
        this.configuration.setInt("ipc.client.connect.max.retries", 0);
        this.configuration.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
        this.configuration.setInt("ipc.client.connect.timeout", CONNECT_MILLISECONDS);
        this.addresses = addresses;
        this.patience = patience;
        this.holdings = holdings;
        this.current = new Attempt(connect(first), first, 0, 0);
    }

    /** Registers at the first attempt of the server that answers. */
    RegisterReply register(RegisterRequest request) throws IOException {
        introduction = request;
        return call(attempt -> {
            RegisterReply reply = attempt.server().register(null, request);
            current = new Attempt(attempt.server(), attempt.address(), reply.getEpoch(), reply.getAgent());
            return reply;
        });
    }

    /**
     * Calls the server until it answers.
     *
     * @throws IOException if the answer is a refusal, or none came for too long
     */
    <T> T call(Call<T> call) throws IOException {
        long lostSince = System.nanoTime();
        Duration pause = SHORTEST_PAUSE;
        while (true) {
            Attempt attempt = current;
            IOException failure;
            try {
                return call.to(attempt);
            } catch (ServiceException e) {
                failure = failure(e);
            }
            if (isAnswer(failure)) {
                throw failure;
            }
            if (System.nanoTime() - lostSince > patience.toNanos()) {
                throw new HpvmException(
                        ErrorCode.UNAVAILABLE,
                        "find the server of the application: none answered for " + patience.toSeconds() + " s",
                        failure);
            }
            LOG.debug("no answer of attempt {} at {}", attempt.epoch(), attempt.address(), failure);
            sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            moveOn(attempt);
        }
    }

    /** Calls the server if it answers at once. */
    <T> T callOnce(Call<T> call) throws IOException {
        try {
            return call.to(current);
        } catch (ServiceException e) {
            throw failure(e);
        }
    }

    /** Goes over to a newer attempt than the one that did not answer, if there is one. */
    @SuppressWarnings("ReferenceEquality") // to compare what is in them would call the server
    private synchronized void moveOn(Attempt silent) throws IOException {
        if (current != silent) {
            return; // another thread has done so
        }
        Optional<ServerAddress> newest;
        try {
            newest = addresses.newest();
        } catch (IOException e) {
            LOG.debug("could not look up the server's address", e);
            return;
        }
        if (newest.isEmpty() || newest.get().epoch() <= silent.epoch()) {
            return;
        }
        InetSocketAddress address = NetUtils.createSocketAddrForHost(
                newest.get().host(), newest.get().port());
        AgentProtocol server = connect(address);
        try {
            current =
                    silent.agent() == 0 ? new Attempt(server, address, 0, 0) : resume(server, address, silent.agent());
            RPC.stopProxy(silent.server());
        } catch (ServiceException e) {
            RPC.stopProxy(server);
            IOException failure = failure(e);
            if (isAnswer(failure)) {
                throw failure;
            }
            LOG.debug("attempt {} at {} does not answer", newest.get().epoch(), address, failure);
        }
    }

    private Attempt resume(AgentProtocol server, InetSocketAddress address, int agent) throws ServiceException {
        RegisterReply reply = server.register(
                null,
                introduction.toBuilder().setResume(holdings.resumption(agent)).build());
        LOG.info("agent {} goes on with attempt {} of the server, at {}", agent, reply.getEpoch(), address);
        return new Attempt(server, address, reply.getEpoch(), reply.getAgent());
    }

    private AgentProtocol connect(InetSocketAddress address) throws IOException {
        RPC.setProtocolEngine(configuration, AgentProtocol.class, ProtobufRpcEngine2.class);
        return RPC.getProtocolProxy(
                        AgentProtocol.class,
                        AgentProtocol.VERSION,
                        address,
                        UserGroupInformation.getCurrentUser(),
                        configuration,
                        NetUtils.getDefaultSocketFactory(configuration),
                        ANSWER_MILLISECONDS,
                        null)
                .getProxy();
    }

    /** Whether the server has answered, with a refusal; another process at its old port would fail to prove itself. */
    private static boolean isAnswer(IOException failure) {
        return failure instanceof RemoteException remote
                && (remote.getClassName().equals(HpvmException.class.getName())
                        || remote.getClassName().startsWith("java.lang."));
    }

    private static IOException failure(ServiceException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }

    private static void sleep(Duration pause) throws IOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server did not answer", e);
        }
    }

    @Override
    public void close() {
        RPC.stopProxy(current.server());
    }
}
