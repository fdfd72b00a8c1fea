package org.hpvm.yarn.server;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeys;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.thirdparty.protobuf.BlockingService;

/** A port of Hadoop IPC on which only holders of a token are served. */
final class RpcPort implements AutoCloseable {
    private static final int HANDLERS = 4;
    private static final int MOST_ANSWER_BYTES = 32 << 20;

    private final RPC.Server server;

    private RpcPort(RPC.Server server) {
        this.server = server;
    }

    /**
     * Opens a port, any that is free.
     *
     * @param address of this machine to bind
     */
    static RpcPort open(
            Configuration configuration,
            Class<?> protocol,
            BlockingService service,
            String address,
            SecretManager<? extends TokenIdentifier> secrets)
            throws IOException {
        // With "simple", a cluster's default, Hadoop IPC would also serve callers without a token.
        Configuration tokensOnly = new Configuration(configuration);
        tokensOnly.set(CommonConfigurationKeysPublic.HADOOP_SECURITY_AUTHENTICATION, "token");
        // The end of a spawn brings merged bytes along; from 1 MiB on Hadoop would warn of each.
        tokensOnly.setInt(CommonConfigurationKeys.IPC_SERVER_RPC_MAX_RESPONSE_SIZE_KEY, MOST_ANSWER_BYTES);
        RPC.setProtocolEngine(tokensOnly, protocol, ProtobufRpcEngine2.class);
        RPC.Server server = new RPC.Builder(tokensOnly)
                .setProtocol(protocol)
                .setInstance(service)
                .setBindAddress(address)
                .setPort(0)
                .setNumHandlers(HANDLERS)
                .setSecretManager(secrets)
                .build();
        server.start();
        return new RpcPort(server);
    }

    int number() {
        return server.getListenerAddress().getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
