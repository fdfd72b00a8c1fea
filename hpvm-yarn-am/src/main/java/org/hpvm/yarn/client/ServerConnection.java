package org.hpvm.yarn.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.thirdparty.protobuf.ServiceException;
import org.apache.hadoop.yarn.security.client.ClientToAMTokenIdentifier;
import org.hpvm.error.ErrorCode;
import org.hpvm.error.HpvmException;
import org.hpvm.proto.client.Status;
import org.hpvm.yarn.protocol.ClientProtocol;

/** A link to the server of an application. Thread-safe. */
public final class ServerConnection implements Closeable {
    private static final int PATIENCE_MILLISECONDS = 60_000;

    private final ClientProtocol server;

    private ServerConnection(ClientProtocol server) {
        this.server = server;
    }

    /** One call; what it asks is in the caller's hands. */
    @FunctionalInterface
    public interface Call<T> {
        T of(ClientProtocol server) throws ServiceException;
    }

    /** Opens a link; the first call connects. */
    public static ServerConnection open(
            InetSocketAddress address, Token<ClientToAMTokenIdentifier> token, Configuration configuration)
            throws IOException {
        RPC.setProtocolEngine(configuration, ClientProtocol.class, ProtobufRpcEngine2.class);
        SecurityUtil.setTokenService(token, address);
        UserGroupInformation user = UserGroupInformation.createRemoteUser(
                UserGroupInformation.getCurrentUser().getShortUserName());
        user.addToken(token);
        return new ServerConnection(RPC.getProtocolProxy(
                        ClientProtocol.class,
                        ClientProtocol.VERSION,
                        address,
                        user,
                        configuration,
                        NetUtils.getDefaultSocketFactory(configuration),
                        PATIENCE_MILLISECONDS,
                        null)
                .getProxy());
    }

    /**
     * Calls the server.
     *
     * @throws HpvmException with {@link ErrorCode#GATEWAY} if it does not answer
     */
    public <T> T call(Call<T> call) throws HpvmException {
        try {
            return call.of(server);
        } catch (ServiceException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw HpvmException.of(cause, ErrorCode.GATEWAY, "call the server of the application");
        }
    }

    /** Throws what a status says, unless it says that all is well. */
    public static void require(Status status) throws HpvmException {
        if (status.getCode() != 0) {
            throw new HpvmException(ErrorCode.ofStatus(status.getCode()), status.getMessage());
        }
    }

    @Override
    public void close() {
        RPC.stopProxy(server);
    }
}
