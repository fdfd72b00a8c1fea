package org.hpvm.yarn.client;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.ipc.RemoteException;
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
    private static final int ANSWER_MILLISECONDS = 15_000;
    private static final int CONNECT_MILLISECONDS = 5_000;

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
        Configuration once = new Configuration(configuration);
        // Whoever calls looks for another attempt of the server instead.
        once.setInt("ipc.client.connect.max.retries", 0);
        once.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
        once.setInt("ipc.client.connect.timeout", CONNECT_MILLISECONDS);
        RPC.setProtocolEngine(once, ClientProtocol.class, ProtobufRpcEngine2.class);
        SecurityUtil.setTokenService(token, address);
        UserGroupInformation user = UserGroupInformation.createRemoteUser(
                UserGroupInformation.getCurrentUser().getShortUserName());
        user.addToken(token);
        return new ServerConnection(RPC.getProtocolProxy(
                        ClientProtocol.class,
                        ClientProtocol.VERSION,
                        address,
                        user,
                        once,
                        NetUtils.getDefaultSocketFactory(once),
                        ANSWER_MILLISECONDS,
                        null)
                .getProxy());
    }

    /**
     * Calls the server.
     *
     * @throws HpvmException with {@link ErrorCode#GATEWAY} if it does not answer; it may have done what was asked
     */
    public <T> T call(Call<T> call) throws HpvmException {
        try {
            return call.of(server);
        } catch (ServiceException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean isAnswer = cause instanceof RemoteException remote
                    && (remote.getClassName().startsWith("java.lang.")
                            || remote.getClassName().equals(HpvmException.class.getName()));
            throw HpvmException.of(
                    cause, isAnswer ? ErrorCode.INTERNAL : ErrorCode.GATEWAY, "call the server of the application");
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
